package io.orderflow.ordering.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orderflow.api.OrderLine;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.PlaceOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DraftTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final Optional<String> ANNA = Optional.of("anna");

    @Test
    void itIsTheOrderButForItsNumber() {
        List<OrderLine> lines = List.of(new OrderLine(1, 2, new BigDecimal("9.5")));

        assertThat(new Draft(lines, NOON, ANNA).numbered(7))
                .isEqualTo(new PlaceOrder(new OrderId(7), lines, NOON, ANNA));
    }

    @Test
    void whatIsNoOrderIsNoDraft() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Draft(List.of(new OrderLine(1, 0, BigDecimal.ONE)), NOON, ANNA))
                .withMessageContaining("quantity must be 1 or more");
    }
}
