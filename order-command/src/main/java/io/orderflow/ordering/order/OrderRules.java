package io.orderflow.ordering.order;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an order may be. Who asks is told all that is wrong with one at once. */
public final class OrderRules {

    public static final int MOST_LINES = 100;

    private static final int PRICE_DIGITS = 15;
    static final int DECIMALS = 2;
    private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(PRICE_DIGITS - DECIMALS);

    private static final String IS_REQUIRED = "is required";
    private static final String MUST_BE_1_OR_MORE = "must be 1 or more";
    private static final String MUST_FIT = "must fit " + PRICE_DIGITS + " digits";

    /** A line as somebody asks for it; what is null is missing. */
    public interface Line {

        Long productId();

        Integer quantity();

        BigDecimal unitPrice();
    }

    /**
     * A rule that is broken.
     *
     * @param line the index of the line that breaks it, or {@link #ORDER}
     * @param part what breaks it, e.g. {@code unitPrice}
     * @param rule what is to be said of the part, e.g. {@code must be 0 or more}
     */
    public record Breach(int line, String part, String rule) {

        /** In place of a line: the order as a whole breaks the rule. */
        public static final int ORDER = -1;

        /** In place of a part: the line as a whole breaks the rule. */
        public static final String WHOLE_LINE = "";

        @Override
        public String toString() {
            return (line == ORDER ? "" : "line " + line + ": ") + part + " " + rule;
        }
    }

    private final List<Breach> breaches = new ArrayList<>();
    private final Set<Long> products = new HashSet<>();

    private OrderRules() {}

    /** What is wrong with an order of these lines. */
    public static List<Breach> breachesBy(List<? extends Line> lines) {
        OrderRules rules = new OrderRules();
        rules.check(lines);
        return rules.breaches;
    }

    private void check(List<? extends Line> lines) {
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            breaches.add(new Breach(Breach.ORDER, "lines", "must have 1 to " + MOST_LINES + " entries"));
            return;
        }
        for (int index = 0; index < lines.size(); index++) {
            check(index, lines.get(index));
        }
        if (breaches.isEmpty() && totalOf(lines).compareTo(TOO_MUCH) >= 0) {
            breaches.add(new Breach(Breach.ORDER, "totalPrice", MUST_FIT));
        }
    }

    private void check(int index, Line line) {
        if (line == null) {
            breaches.add(new Breach(index, Breach.WHOLE_LINE, "must be an object"));
            return;
        }
        ofProduct(line.productId()).ifPresent(rule -> breaches.add(new Breach(index, "productId", rule)));
        ofQuantity(line.quantity()).ifPresent(rule -> breaches.add(new Breach(index, "quantity", rule)));
        ofUnitPrice(line.unitPrice()).ifPresent(rule -> breaches.add(new Breach(index, "unitPrice", rule)));
    }

    private Optional<String> ofProduct(Long number) {
        if (number == null) {
            return Optional.of(IS_REQUIRED);
        }
        if (number < 1) {
            return Optional.of(MUST_BE_1_OR_MORE);
        }
        return products.add(number) ? Optional.empty() : Optional.of("is in this order already");
    }

    private static Optional<String> ofQuantity(Integer pieces) {
        if (pieces == null) {
            return Optional.of(IS_REQUIRED);
        }
        return pieces < 1 ? Optional.of(MUST_BE_1_OR_MORE) : Optional.empty();
    }

    private static Optional<String> ofUnitPrice(BigDecimal price) {
        if (price == null) {
            return Optional.of(IS_REQUIRED);
        }
        if (price.signum() < 0) {
            return Optional.of("must be 0 or more");
        }
        if (price.compareTo(TOO_MUCH) >= 0) {
            return Optional.of(MUST_FIT);
        }
        return price.stripTrailingZeros().scale() > DECIMALS
                ? Optional.of("must have at most two decimals")
                : Optional.empty();
    }

    private static BigDecimal totalOf(List<? extends Line> lines) {
        return lines.stream()
                .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
