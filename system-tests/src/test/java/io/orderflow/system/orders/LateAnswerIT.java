package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSystem.class)
class LateAnswerIT {

    private final Orderflow orderflow;

    LateAnswerIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void anOrderThatGetsNoAnswerIsCancelledAndALateReservationIsGivenBack() throws Exception {
        long product = orderflow.addProduct("Sofa", 5);
        long order;
        JsonResponse ended;
        try (Connection inventory = orderflow.database(Service.INVENTORY_COMMAND)) {
            inventory.setAutoCommit(false);
            inventory.createStatement().execute("LOCK TABLE domain_event_entry IN EXCLUSIVE MODE");
            order = orderflow.placed(line(product, 2));
            ended = orderflow.ended(order);
        }

        assertThat(ended.text("status")).isEqualTo("cancelled");
        assertThat(ended.text("reason"))
                .isEqualTo("inventory did not answer within " + RunningSystem.ANSWER_TIMEOUT_SECONDS + " s");
        // An order placed now is answered after the late one: the late answer has been dealt with.
        long next = orderflow.placed(line(product, 5));
        await().atMost(PATIENCE).untilAsserted(() -> {
            long taken = orderflow.ended(next).text("status").equals("confirmed") ? 5 : 0;
            assertThat(orderflow.stockOf(product)).isEqualTo(5 - taken);
        });
        assertThat(orderflow.notificationsOf(order)).hasSize(1);
    }

    @Test
    void timeInWhichInventoryIsAwayDoesNotCount() {
        long product = orderflow.addProduct("Sofa", 5);
        ServiceProcess inventory = orderflow.stack().service(Service.INVENTORY_COMMAND);
        inventory.stop();
        long order = orderflow.placed(line(product, 2));
        Instant answerable = Instant.now().plusSeconds(Long.parseLong(RunningSystem.ANSWER_TIMEOUT_SECONDS) + 3);
        await("more time than inventory has for an answer")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Instant.now().isAfter(answerable));

        assertThat(orderflow.order(order).text("status")).isEqualTo("pending");
        inventory.start();
        inventory.awaitHealthy();

        assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        assertThat(orderflow.notificationsOf(order)).hasSize(1);
        assertThat(orderflow.stockOf(product)).isEqualTo(3);
    }

    @Test
    void anOrderWhoseAnswerIsDestroyedIsCancelled() throws Exception {
        long product = orderflow.addProduct("Sofa", 5);
        ServiceProcess orders = orderflow.stack().service(Service.ORDER_COMMAND);
        ServiceProcess inventory = orderflow.stack().service(Service.INVENTORY_COMMAND);
        inventory.stop();
        long order = orderflow.placed(line(product, 2));
        await().until(() -> messagesIn(Topology.INVENTORY_CHECKS) > 0);
        orders.stop();

        inventory.start();
        // The answer, and the manifest that would make order-command ask for it.
        await().atMost(Duration.ofMinutes(3)).until(() -> messagesIn(Topology.ORDER_RESPONSES) == 2);
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.channel().queuePurge(Topology.ORDER_RESPONSES);
        }
        orders.start();
        orders.awaitHealthy();

        assertThat(orderflow.ended(order).text("status")).isEqualTo("cancelled");
        assertThat(orderflow.notificationsOf(order)).hasSize(1);
    }

    @Test
    void anAnswerThatCameInTimeCountsThoughItIsHandledLate() throws Exception {
        long product = orderflow.addProduct("Sofa", 5);
        long order;
        try (Connection orders = orderflow.database(Service.ORDER_COMMAND)) {
            try (Connection inventory = orderflow.database(Service.INVENTORY_COMMAND)) {
                inventory.setAutoCommit(false);
                inventory.createStatement().execute("LOCK TABLE domain_event_entry IN EXCLUSIVE MODE");
                order = orderflow.placed(line(product, 2));
                await("the deadline").until(() -> has(orders, "waiting_order WHERE order_id = " + order));
                orders.setAutoCommit(false);
                orders.createStatement().execute("LOCK TABLE saga_entry IN ACCESS EXCLUSIVE MODE");
            }
            String eventsOfTheOrder =
                    "domain_event_entry WHERE convert_from(payload, 'UTF8') LIKE '{\"orderId\":%s,%%'".formatted(order);
            await("the answer").until(() -> has(orders, eventsOfTheOrder + " AND payload_type = 'StockReserved'"));
            assertThat(has(orders, eventsOfTheOrder + " AND payload_type = 'AnswerOverdue'"))
                    .isFalse();
            await("the end of the time for it")
                    .atMost(PATIENCE)
                    .until(() -> has(orders, eventsOfTheOrder + " AND payload_type = 'AnswerOverdue'"));
        }

        assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        assertThat(orderflow.notificationsOf(order)).hasSize(1);
        assertThat(orderflow.stockOf(product)).isEqualTo(3);
    }

    private static boolean has(Connection database, String rows) throws Exception {
        try (var result = database.createStatement().executeQuery("SELECT 1 FROM " + rows)) {
            return result.next();
        }
    }

    private long messagesIn(String queue) throws Exception {
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            return rabbit.channel().messageCount(queue);
        }
    }
}
