package io.orderflow.ordering.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.ordering.view.OrderFilter;
import io.orderflow.ordering.view.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderChangeTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private static final OrderResponse ORDER = new OrderResponse(
            7,
            3L,
            1,
            List.of(new OrderResponse.Item(3, 1, BigDecimal.ONE)),
            BigDecimal.ONE,
            OrderStatus.CONFIRMED,
            null,
            NOON);

    private static final OrderChange OF_ANNA = new OrderChange("anna", ORDER);
    private static final OrderChange OF_NOBODY = new OrderChange(null, ORDER);

    @Test
    void whoIsConfinedToItsOwnGetsNothingElse() {
        OrderFilter anna = new OrderFilter("anna", null, null, null, null);
        OrderFilter ben = new OrderFilter("ben", null, null, null, null);

        assertThat(OF_ANNA.isIn(anna)).isTrue();
        assertThat(OF_ANNA.isIn(ben)).isFalse();
        assertThat(OF_NOBODY.isIn(ben)).isFalse();
    }

    @Test
    void whoSeesAllGetsWhatItAsksFor() {
        assertThat(OF_ANNA.isIn(new OrderFilter(null, null, null, null, null))).isTrue();
        assertThat(OF_NOBODY.isIn(new OrderFilter(null, OrderStatus.CONFIRMED, 3L, NOON, NOON.plusMillis(1))))
                .isTrue();
        assertThat(OF_ANNA.isIn(new OrderFilter(null, OrderStatus.PENDING, null, null, null)))
                .isFalse();
        assertThat(OF_ANNA.isIn(new OrderFilter(null, null, 4L, null, null))).isFalse();
        assertThat(OF_ANNA.isIn(new OrderFilter(null, null, null, NOON.plusMillis(1), null)))
                .isFalse();
        assertThat(OF_ANNA.isIn(new OrderFilter(null, null, null, null, NOON))).isFalse();
    }
}
