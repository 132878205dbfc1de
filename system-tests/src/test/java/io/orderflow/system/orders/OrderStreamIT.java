package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.line;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
        try (Connection takesNothing = new Connection(other, wanted, "")) {
            String last = takesNothing.next().id();
            CompletableFuture<List<Long>> placed = CompletableFuture.supplyAsync(() -> IntStream.range(0, ORDERS)
                    .mapToObj(order -> orderflow.placed(line(product, 1)))
                    .toList());

            List<Event> events = new ArrayList<>();
            boolean killed = false;
            for (int turn = 0; events.size() < EVENTS; turn++) {
                try (Connection connection = new Connection(killed || turn % 2 == 0 ? first : other, wanted, last)) {
                    for (Event event = connection.next(); event != null; event = connection.next()) {
                        last = event.id();
                        if (event.order() != null) {
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
                            event -> event.order().get("id").asLong(),
                            mapping(event -> event.order().get("status").asString(), toList())));
            assertThat(statuses.keySet()).containsExactlyInAnyOrderElementsOf(placed.join());
            assertThat(statuses.values())
                    .allSatisfy(status -> assertThat(status).hasSize(2).startsWith("pending"));
            Event end = events.get(EVENTS - 1);
            assertThat(orderflow.order(end.order().get("id").asLong()).body()).isEqualTo(end.order());
            try (Connection cancelled = new Connection(first, wanted + "&status=cancelled", last)) {
                long refused = orderflow.placed(line(product, 1));
                assertThat(cancelled.nextOrder().get("id").asLong()).isEqualTo(refused);
            }
        } finally {
            orderflow.stack().stopAnother(other);
        }
    }

    @Test
    void whoComesBackWithWhatWasNeverSaidIsToldToReload() throws IOException {
        ServiceProcess instance = orderflow.stack().service(Service.ORDER_COMMAND);
        try (Connection connection = new Connection(instance, "/orders/stream", "123456789012345678")) {
            Event event = connection.next();

            assertThat(event.type()).isEqualTo("reload");
            assertThat(event.id()).matches("-?[0-9-]+");
        }
    }

    /** @param order null where the event has none */
    private record Event(String id, String type, JsonNode order) {}

    /** By HTTP/1.0, so that what follows the head is what was written. */
    private static final class Connection implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        Connection(ServiceProcess instance, String path, String lastEventId) throws IOException {
            socket = new Socket(instance.uri().getHost(), instance.uri().getPort());
            String header = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n" + header + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith("HTTP/1.1 200");
            while (!in.readLine().isEmpty()) {
                // the rest of the head
            }
        }

        JsonNode nextOrder() throws IOException {
            JsonNode order = null;
            while (order == null) {
                order = next().order();
            }
            return order;
        }

        /** The next one that has an id; null if the connection has ended. */
        Event next() throws IOException {
            String id = null;
            String type = "message";
            JsonNode order = null;
            String line = in.readLine();
            while (line != null && (!line.isEmpty() || id == null)) {
                if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    order = new JsonMapper().readTree(line.substring("data: ".length()));
                }
                line = in.readLine();
            }
            return line == null ? null : new Event(id, type, order);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
