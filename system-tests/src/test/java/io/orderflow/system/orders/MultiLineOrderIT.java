package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.line;
import static io.orderflow.system.driver.Orderflow.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.http.JsonResponse;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An order of several lines is fulfilled as a whole or not at all. */
@ExtendWith(RunningSystem.class)
class MultiLineOrderIT {

    private final Orderflow orderflow;

    MultiLineOrderIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void isConfirmedWhenEveryLineIsReserved() {
        long desk = orderflow.addProduct("Desk", 5);
        long chair = orderflow.addProduct("Chair", 5);

        JsonResponse placed = orderflow.place(lines(line(desk, 1), line(chair, 4)));

        assertThat(placed.body().get("items")).hasSize(2);
        assertThat(placed.body().has("product_id")).isFalse();
        assertThat(placed.body().get("total_price").decimalValue()).isEqualByComparingTo("7.50");
        assertThat(orderflow.ended(placed.number("id")).text("status")).isEqualTo("confirmed");
        assertThat(orderflow.stockOf(desk)).isEqualTo(4);
        assertThat(orderflow.stockOf(chair)).isEqualTo(1);
    }

    @Test
    void givesBackWhatWasReservedWhenOneLineIsRejected() {
        long desk = orderflow.addProduct("Desk", 5);
        long chair = orderflow.addProduct("Chair", 1);

        long order = orderflow.placed(lines(line(desk, 2), line(chair, 2)));

        JsonResponse ended = orderflow.ended(order);
        assertThat(ended.text("status")).isEqualTo("cancelled");
        assertThat(ended.text("reason"))
                .isEqualTo("insufficient stock for product %s (requested 2, available 1)".formatted(chair));
        await().untilAsserted(() -> assertThat(orderflow.stockOf(desk)).isEqualTo(5));
        assertThat(orderflow.stockOf(chair)).isEqualTo(1);
        assertThat(orderflow.notificationsOf(order)).hasSize(1);
    }

    @Test
    void namesEveryLineThatWasRejected() {
        long chair = orderflow.addProduct("Chair", 1);

        JsonResponse ended = orderflow.ended(orderflow.placed(lines(line(chair, 2), line(987_655, 1))));

        assertThat(ended.text("reason"))
                .contains("insufficient stock for product " + chair)
                .contains("product 987655 does not exist");
    }
}
