package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.line;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.EventStream;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that follow the orders, whichever instance they are connected to. */
@ExtendWith(RunningSystem.class)
@Timeout(240)
class OrderStreamIT {

    private static final int ORDERS = 60;
    private static final int EVENTS = 2 * ORDERS;

    private final Orderflow orderflow;

    OrderStreamIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void whoChangesInstancesGetsEachChangeOnce_alsoWhenOneIsKilled() throws IOException {
        long product = orderflow.addProduct("Ticket", ORDERS / 2);
        String wanted = "/orders/stream?product_id=" + product;
        ServiceProcess first = orderflow.stack().service(Service.ORDER_COMMAND);
        ServiceProcess other = orderflow.stack().startAnother(Service.ORDER_COMMAND);
        try (EventStream takesNothing = EventStream.of(other.uri().resolve(wanted))) {
            String last = takesNothing.next().id();
            CompletableFuture<List<Long>> placed = CompletableFuture.supplyAsync(() -> IntStream.range(0, ORDERS)
                    .mapToObj(order -> orderflow.placed(line(product, 1)))
                    .toList());

            List<EventStream.Event> events = new ArrayList<>();
            boolean killed = false;
            for (int turn = 0; events.size() < EVENTS; turn++) {
                try (EventStream connection = EventStream.after(
                        last, (killed || turn % 2 == 0 ? first : other).uri().resolve(wanted))) {
                    for (EventStream.Event event = connection.next(); event != null; event = connection.next()) {
                        assertThat(event.type())
                                .as("what comes after %s, at first with %s", last, event.id())
                                .isEqualTo("message"); // it need never reload
                        last = event.id();
                        if (event.data() != null) {
                            events.add(event);
                        }
                        if (events.size() % 7 == 6 || events.size() == EVENTS) {
                            break;
                        }
                    }
                    if (!killed && events.size() > ORDERS / 2 && turn % 2 == 1) {
                        other.kill();
                        killed = true;
                    }
                }
            }

            assertThat(killed).isTrue();
            Map<Long, List<String>> statuses = events.stream()
                    .collect(groupingBy(
                            event -> event.data().get("id").asLong(),
                            mapping(event -> event.data().get("status").asString(), toList())));
            assertThat(statuses.keySet()).containsExactlyInAnyOrderElementsOf(placed.join());
            assertThat(statuses.values())
                    .allSatisfy(status -> assertThat(status).hasSize(2).startsWith("pending"));
            EventStream.Event end = events.get(EVENTS - 1);
            assertThat(orderflow.order(end.data().get("id").asLong()).body()).isEqualTo(end.data());
            try (EventStream cancelled = EventStream.after(last, first.uri().resolve(wanted + "&status=cancelled"))) {
                long refused = orderflow.placed(line(product, 1));
                assertThat(cancelled.nextData().get("id").asLong()).isEqualTo(refused);
            }
        } finally {
            orderflow.stack().stopAnother(other);
        }
    }

    @Test
    void whoComesBackWithWhatWasNeverSaidIsToldToReload() throws IOException {
        URI changes = orderflow.stack().service(Service.ORDER_COMMAND).uri().resolve("/orders/stream");
        try (EventStream connection = EventStream.after("123456789012345678", changes)) {
            EventStream.Event event = connection.next();

            assertThat(event.type()).isEqualTo("reload");
            assertThat(event.id()).matches("[0-9]+(-[0-9]+)*");
        }
    }
}
