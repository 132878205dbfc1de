package io.orderflow.system.faults;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A processor that cannot go on holds up nobody else, says so, and goes on by itself when it can. */
@ExtendWith(RunningSystem.class)
class StuckProcessorIT {

    private final Orderflow orderflow;

    StuckProcessorIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void whileItsViewIsLocked() throws Exception {
        long product = orderflow.addProduct("Bench", 5);
        long order;
        try (Connection other = orderflow.database(Service.ORDER_COMMAND)) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE order_view IN EXCLUSIVE MODE");
            order = orderflow.placed(line(product, 2));

            assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
            assertThat(orderflow.notificationsOf(order)).hasSize(1);
            // Its processor fails when PostgreSQL ends the transaction, after 20 s.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(orderflow.problems(Service.ORDER_COMMAND))
                            .contains("orders: trying again")
                            .doesNotContain("relay", "fulfilment"));
            assertThat(failing("orders")).isEqualTo(1);
            assertThat(failing("relay")).isZero();
            assertThat(orderflow.ended(orderflow.placed(line(product, 1))).text("status"))
                    .isEqualTo("confirmed");
            assertThat(listed(order)).isEmpty();
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(listed(order)).containsExactly("confirmed"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(orderflow.problems(Service.ORDER_COMMAND)).isEmpty());
        assertThat(failing("orders")).isZero();
    }

    private double failing(String processor) {
        return orderflow.metric(Service.ORDER_COMMAND, "orderflow.processor.failing?tag=processor:" + processor);
    }

    private List<String> listed(long order) {
        return orderflow.all(Service.ORDER_COMMAND, "/orders").stream()
                .filter(row -> row.get("id").asLong() == order)
                .map(row -> row.get("status").asString())
                .toList();
    }
}
