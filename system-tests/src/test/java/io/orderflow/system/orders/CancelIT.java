package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.line;
import static io.orderflow.system.driver.Orderflow.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Customers cancel their orders, and what was reserved for them is there again, once. */
@ExtendWith(RunningSystem.class)
class CancelIT {

    private static final String REASON = "cancelled by the customer";

    private final Orderflow orderflow;

    CancelIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void aConfirmedOrderIsCancelledAndAllOfItsStockComesBack() {
        long desk = orderflow.addProduct("Desk", 9);
        long chair = orderflow.addProduct("Chair", 9);
        long order = orderflow.placed(lines(line(desk, 2), line(chair, 4)));
        assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        assertThat(orderflow.stockOf(desk)).isEqualTo(7);

        assertCancelled(orderflow.cancel(order));

        assertCancelled(orderflow.order(order));
        awaitStock(desk, 9);
        awaitStock(chair, 9);
        await("the second notification")
                .untilAsserted(() -> assertThat(messagesTo(order))
                        .containsExactly(
                                "Order " + order + " has been cancelled: " + REASON,
                                "Order " + order + " has been confirmed"));
        assertThat(listed("/orders?status=cancelled&product_id=" + desk)).containsExactly(order);
    }

    @Test
    void aPendingOrderIsCancelledAtOnceAndWhatIsReservedForItLaterComesBack() throws Exception {
        long product = orderflow.addProduct("Sofa", 5);
        long order;
        try (Connection inventory = orderflow.database(Service.INVENTORY_COMMAND)) {
            inventory.setAutoCommit(false);
            inventory.createStatement().execute("LOCK TABLE domain_event_entry IN EXCLUSIVE MODE");
            order = orderflow.placed(line(product, 2));

            assertCancelled(orderflow.cancel(order));
            assertRefused(orderflow.cancel(order));
        }

        await("the stock that was reserved and given back")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(eventsOf(order))
                        .containsExactly(
                                "OrderPlaced",
                                "OrderCancelled",
                                "StockReserved",
                                "StockReleaseRequested",
                                "StockReleased"));
        awaitStock(product, 5);
        assertCancelled(orderflow.order(order));
        assertThat(orderflow.notificationsOf(order)).hasSize(1);
    }

    @Test
    void anOrderIsCancelledOnceHoweverManyAskForIt() {
        long product = orderflow.addProduct("Lamp", 5);
        long order = orderflow.placed(line(product, 2));

        List<Integer> answers =
                Stream.generate(() -> CompletableFuture.supplyAsync(() -> orderflow.cancel(order)))
                        .limit(8)
                        .toList()
                        .stream()
                        .map(answer -> answer.join().status())
                        .toList();

        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
        assertRefused(orderflow.cancel(order));
        await().untilAsserted(() -> assertThat(eventsOf(order)).contains("StockReleased"));
        awaitStock(product, 5);
        assertThat(eventsOf(order)).doesNotHaveDuplicates();
    }

    @Test
    void anOrderThatStockWasRefusedForCannotBeCancelled() {
        long order = orderflow.placed(line(orderflow.addProduct("Vase", 1), 2));
        assertThat(orderflow.ended(order).text("status")).isEqualTo("cancelled");

        assertRefused(orderflow.cancel(order));

        assertThat(orderflow.order(order).text("reason")).startsWith("insufficient stock");
        assertThat(orderflow.cancel(999_999).text("detail")).isEqualTo("Order not found");
    }

    private static void assertCancelled(JsonResponse order) {
        assertThat(order.status()).isEqualTo(200);
        assertThat(order.text("status")).isEqualTo("cancelled");
        assertThat(order.text("reason")).isEqualTo(REASON);
    }

    private static void assertRefused(JsonResponse answer) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.text("detail")).isEqualTo("The order is cancelled already");
    }

    private void awaitStock(long product, long pieces) {
        await("the stock of product " + product)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(orderflow.stockOf(product)).isEqualTo(pieces));
    }

    /** Newest first. */
    private List<String> messagesTo(long order) {
        return orderflow.notificationsOf(order).stream()
                .map(notification -> notification.get("message").asString())
                .toList();
    }

    private List<String> eventsOf(long order) {
        return orderflow.get(Service.ORDER_COMMAND, "/orders/%s/events".formatted(order)).rows().stream()
                .map(event -> event.get("type").asString())
                .toList();
    }

    private List<Long> listed(String path) {
        return await().until(
                        () -> orderflow.get(Service.ORDER_COMMAND, path).rows().stream()
                                .map(order -> order.get("id").asLong())
                                .toList(),
                        ids -> !ids.isEmpty());
    }
}
