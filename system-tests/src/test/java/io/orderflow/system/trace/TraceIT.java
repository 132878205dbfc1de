package io.orderflow.system.trace;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.observe.ReceivedSpan;
import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import io.orderflow.system.driver.TraceCollector.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An order is one trace, over all services, whatever happens on its way. */
@ExtendWith(RunningSystem.class)
class TraceIT {

    /** In the long form they take a minute, as each waits for five seconds in the end. */
    private static final int TRIES = "long".equals(System.getProperty("faults")) ? 16 : 2;

    private static final String WAY_OF_AN_ORDER = """
            order-command: http post /orders
              order-command: place order
                order-command: fulfilment OrderPlaced
                order-command: orders OrderPlaced
                order-command: publish inventory.check
                  inventory-command: receive inventory_checks
                    inventory-command: reservation OrderPlaced
                      inventory-command: products StockReserved
                      inventory-command: publish inventory.response
                        order-command: receive order_responses
                          order-command: fulfilment StockReserved
                            order-command: orders OrderConfirmed
                            order-command: publish notifications.order
                              notification-projection: receive notifications
            """;

    private final Orderflow orderflow;

    TraceIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void fromTheRequestToTheNotification() {
        long product = orderflow.addProduct("Compass", 10);
        Trace trace = orderflow.traces().newTrace();

        long order = orderflow.placedIn(trace, line(product, 2));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(trace.tree()).isEqualTo(WAY_OF_AN_ORDER));
        assertThat(trace.spans())
                .filteredOn(span -> !span.name().startsWith("http"))
                .allSatisfy(span -> assertThat(span.attributes()).containsEntry("order.id", String.valueOf(order)));
        ReceivedSpan received = span(trace, "receive inventory_checks");
        assertThat(received.kind()).isEqualTo("CONSUMER");
        assertThat(received.attributes())
                .containsEntry("event.type", "OrderPlaced")
                .containsEntry("messaging.destination.name", "inventory_checks")
                .containsKey("messaging.batch.message_count");
    }

    @Test
    void overAnOutageOfTheBroker() {
        long product = orderflow.addProduct("Compass", 10);
        Trace trace = orderflow.traces().newTrace();
        orderflow.stack().broker().stop();
        long order;
        try {
            order = orderflow.placedIn(trace, line(product, 2));
            await("tries to publish")
                    .atMost(PATIENCE)
                    .until(() -> trace.spans().stream()
                                    .filter(span -> span.error() != null)
                                    .count()
                            >= TRIES);
        } finally {
            orderflow.stack().broker().start();
        }

        assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(trace.tree()).contains("receive notifications"));
        assertThat(span(trace, "publish inventory.check").parentId())
                .isEqualTo(span(trace, "place order").spanId());
    }

    @Test
    void anOrderDoesNotNeedTheCollector() {
        long product = orderflow.addProduct("Compass", 10);
        orderflow.traces().stop();
        try {
            long order = orderflow.placedIn(orderflow.traces().newTrace(), line(product, 2));

            assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
            assertThat(orderflow.problems(Service.ORDER_COMMAND)).isEmpty();
        } finally {
            orderflow.traces().start();
        }
    }

    private static ReceivedSpan span(Trace trace, String name) {
        return trace.spans().stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
