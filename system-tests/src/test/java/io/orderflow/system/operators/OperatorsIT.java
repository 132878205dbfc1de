package io.orderflow.system.operators;

import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What operators see of the running system, and do to it. */
@ExtendWith(RunningSystem.class)
class OperatorsIT {

    private final Orderflow orderflow;

    OperatorsIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void ordersAreCountedInTheSecondsInWhichTheyWerePlacedAndEnded() {
        long product = orderflow.addProduct("Vase", 2);
        String from = orderflow.order(orderflow.placed(line(product, 1))).text("created_at");
        long refused = orderflow.placed(line(product, 9));
        assertThat(orderflow.ended(refused).text("status")).isEqualTo("cancelled");

        await("a bucket that is over").untilAsserted(() -> {
            List<JsonNode> buckets = buckets("");
            assertThat(buckets).anySatisfy(bucket -> {
                assertThat(bucket.get("confirmed").asLong()).isPositive();
                assertThat(bucket.get("p50_seconds").asDouble()).isPositive();
                assertThat(bucket.get("p99_seconds").asDouble())
                        .isGreaterThanOrEqualTo(bucket.get("p50_seconds").asDouble());
            });
            assertThat(buckets)
                    .anySatisfy(
                            bucket -> assertThat(bucket.get("placed").asLong()).isPositive());
            assertThat(buckets)
                    .anySatisfy(bucket -> assertThat(
                                    bucket.get("cancelled").get("rejected").asLong())
                            .isPositive());
        });
        assertThat(buckets("?from=" + from))
                .allSatisfy(bucket -> assertThat(bucket.get("at").asString()).isGreaterThanOrEqualTo(from));
    }

    @Test
    void whatPeopleDidIsKept() {
        long product = orderflow.addProduct("Bowl", 5);
        orderflow.post(
                Service.INVENTORY_COMMAND,
                "/products/%s/stock/adjustments".formatted(product),
                "{\"by\": 5, \"reason\": \"returned\"}");
        long order = orderflow.placed(line(product, 1));
        orderflow.ended(order);
        orderflow.cancel(order);
        for (Service service : List.of(Service.ORDER_COMMAND, Service.NOTIFICATION_PROJECTION)) {
            rebuild(service);
        }

        assertThat(activity(Service.INVENTORY_COMMAND))
                .containsSubsequence(
                        "127.0.0.1 stock_adjusted products/%s +5: returned".formatted(product),
                        "127.0.0.1 product_added products/%s Bowl, stock 5".formatted(product));
        assertThat(activity(Service.ORDER_COMMAND))
                .contains("127.0.0.1 order_cancelled orders/%s cancelled by the customer".formatted(order))
                .anyMatch(entry -> entry.startsWith("127.0.0.1 rebuild_started projections/orders rebuild "));
        assertThat(activity(Service.NOTIFICATION_PROJECTION))
                .anyMatch(entry -> entry.startsWith("127.0.0.1 rebuild_started projections/notifications rebuild "));
    }

    @Test
    void queuesAreShownWithTheirReaders() {
        await().untilAsserted(() -> assertThat(named("inventory_checks", "/queues", Service.INVENTORY_COMMAND)
                        .get("consumers")
                        .asInt())
                .isPositive());
        JsonNode notifications = named("notifications", "/queues", Service.NOTIFICATION_PROJECTION);
        assertThat(notifications.get("messages").asLong()).isNotNegative();
        assertThat(notifications.get("dead_letters").asLong()).isNotNegative();
    }

    @Test
    void ordersWaitWhileTheirFulfilmentIsPaused_andGoOnAfterIt() {
        long product = orderflow.addProduct("Plate", 5);
        assertThat(processor("fulfilment").get("state").asString()).isEqualTo("running");
        try {
            JsonResponse paused = orderflow.post(Service.ORDER_COMMAND, "/processors/fulfilment/pause", "");
            assertThat(paused.status()).isEqualTo(200);
            assertThat(paused.text("state")).isEqualTo("paused");
            assertThat(orderflow.problems(Service.ORDER_COMMAND)).contains("fulfilment", "paused by 127.0.0.1");

            ServiceProcess orders = orderflow.stack().service(Service.ORDER_COMMAND);
            orders.kill();
            orders.start();
            orders.awaitHealthy();

            long order = orderflow.placed(line(product, 1));
            await().untilAsserted(() -> assertThat(orderflow.stockOf(product)).isEqualTo(4));
            assertThat(orderflow.order(order).text("status")).isEqualTo("pending");
            JsonNode processor = processor("fulfilment");
            assertThat(processor.get("state").asString()).isEqualTo("paused");
            assertThat(processor.get("behind_events").asLong()).isPositive();

            orderflow.post(Service.ORDER_COMMAND, "/processors/fulfilment/resume", "");
            assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        } finally {
            orderflow.post(Service.ORDER_COMMAND, "/processors/fulfilment/resume", "");
        }
        assertThat(orderflow.problems(Service.ORDER_COMMAND)).doesNotContain("paused");
    }

    @Test
    void whatOrdersWouldBeCancelledForIsNotPaused() {
        for (String processor : List.of("reservation", "relay")) {
            JsonResponse refused =
                    orderflow.post(Service.INVENTORY_COMMAND, "/processors/%s/pause".formatted(processor), "");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("detail")).contains("orders would be cancelled");
        }
        assertThat(orderflow.get(Service.NOTIFICATION_PROJECTION, "/processors").rows())
                .isEmpty();
    }

    private void rebuild(Service service) {
        String projection =
                orderflow.get(service, "/projections").rows().get(0).get("name").asString();
        assertThat(orderflow
                        .post(service, "/projections/%s/rebuild".formatted(projection), "")
                        .status())
                .isEqualTo(202);
        await().atMost(Orderflow.PATIENCE)
                .until(() -> orderflow
                        .get(service, "/projections")
                        .rows()
                        .get(0)
                        .get("last_rebuild")
                        .get("state")
                        .asString()
                        .equals("finished"));
    }

    private List<JsonNode> buckets(String query) {
        return orderflow
                .get(Service.ORDER_COMMAND, "/orders/statistics" + query)
                .body()
                .get("buckets")
                .valueStream()
                .toList();
    }

    private List<String> activity(Service service) {
        return orderflow
                .get(service, "/activity")
                .body()
                .get("entries")
                .valueStream()
                .map(entry -> String.join(
                        " ",
                        entry.get("who").asString(),
                        entry.get("action").asString(),
                        entry.get("target").asString(),
                        entry.get("detail").asString()))
                .toList();
    }

    private JsonNode processor(String name) {
        return named(name, "/processors", Service.ORDER_COMMAND);
    }

    private JsonNode named(String name, String path, Service service) {
        return orderflow.get(service, path).rows().stream()
                .filter(row -> row.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
