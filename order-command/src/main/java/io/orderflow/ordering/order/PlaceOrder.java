package io.orderflow.ordering.order;

import io.orderflow.api.OrderLine;
import io.orderflow.ordering.order.OrderRules.Breach;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Places an order.
 *
 * @param lines an order by the {@link OrderRules}; prices are brought to two decimals
 * @param placedAt when the client asked for it
 * @param customer whose it is to be; empty for nobody
 */
public record PlaceOrder(
        @TargetAggregateIdentifier OrderId orderId,
        List<OrderLine> lines,
        Instant placedAt,
        Optional<String> customer) {

    /** @throws IllegalArgumentException if the lines break a rule */
    public PlaceOrder {
        lines = checkedLines(lines);
    }

    /**
     * The lines as an order has them, with prices of two decimals.
     *
     * @throws IllegalArgumentException if they break a rule
     */
    public static List<OrderLine> checkedLines(List<OrderLine> lines) {
        List<Breach> breaches =
                OrderRules.breachesBy(lines.stream().map(Asked::new).toList());
        if (!breaches.isEmpty()) {
            throw new IllegalArgumentException("Not an order: " + breaches);
        }
        return lines.stream()
                .map(line -> new OrderLine(
                        line.productId(),
                        line.quantity(),
                        line.unitPrice().setScale(OrderRules.DECIMALS, RoundingMode.UNNECESSARY)))
                .toList();
    }

    /** The price of the whole order. */
    public BigDecimal totalPrice() {
        return lines.stream()
                .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private record Asked(Long productId, Integer quantity, BigDecimal unitPrice) implements OrderRules.Line {

        Asked(OrderLine line) {
            this(line.productId(), line.quantity(), line.unitPrice());
        }
    }
}
