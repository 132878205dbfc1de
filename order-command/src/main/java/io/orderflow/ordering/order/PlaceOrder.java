package io.orderflow.ordering.order;

import io.orderflow.api.OrderLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Places an order.
 *
 * @param lines 1 to {@value #MOST_LINES} lines of distinct products; prices are brought to two decimals
 * @param placedAt when the client asked for it
 */
public record PlaceOrder(@TargetAggregateIdentifier OrderId orderId, List<OrderLine> lines, Instant placedAt) {

    public static final int MOST_LINES = 100;

    /** @throws IllegalArgumentException if the lines break a rule, or a price has more than two decimals */
    public PlaceOrder {
        lines = checkedLines(lines);
    }

    /**
     * The lines as an order has them, with prices of two decimals.
     *
     * @throws IllegalArgumentException if they break a rule, or a price has more than two decimals
     */
    public static List<OrderLine> checkedLines(List<OrderLine> lines) {
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw new IllegalArgumentException("An order has 1 to " + MOST_LINES + " lines");
        }
        List<OrderLine> checked = lines.stream().map(PlaceOrder::checked).toList();
        Set<Long> products = new HashSet<>();
        if (!checked.stream().allMatch(line -> products.add(line.productId()))) {
            throw new IllegalArgumentException("An order has one line per product");
        }
        return checked;
    }

    /** The price of the whole order. */
    public BigDecimal totalPrice() {
        return totalOf(lines);
    }

    /** The price of all lines together. */
    public static BigDecimal totalOf(List<OrderLine> lines) {
        return lines.stream()
                .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static OrderLine checked(OrderLine line) {
        if (line.productId() < 1 || line.quantity() < 1 || line.unitPrice().signum() < 0) {
            throw new IllegalArgumentException("Not a product, at least one piece and a price of 0 or more: " + line);
        }
        try {
            return new OrderLine(
                    line.productId(), line.quantity(), line.unitPrice().setScale(2, RoundingMode.UNNECESSARY));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("A price has at most two decimals: " + line.unitPrice(), e);
        }
    }
}
