package io.orderflow.system.faults;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.host.Pause;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.load.Load;
import io.orderflow.system.load.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** A fault while clients place orders; then the load stops, everything comes to its end, and the result is counted. */
public final class Drill {

    /** So few that they run low and out even where a slow machine takes no more orders than are asked for. */
    private static final int FEW = 8;

    private static final Duration LEAD = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(300);
    /** Longer than RabbitMQ's figures of a queue are old, and than an event is on its way from a processor to a queue. */
    private static final Duration CALM = Duration.ofSeconds(2);

    private final Orderflow orderflow;
    private final LocalStack stack;
    private final EventStores stores;
    private final Map<Long, Long> stock;
    private final int partitions;

    /** @param pieces how many there are of each of the products that are ordered */
    public Drill(Orderflow orderflow, int pieces) {
        this(orderflow, pieces, 1);
    }

    /** @param partitions of the services' queues */
    Drill(Orderflow orderflow, int pieces, int partitions) {
        this.orderflow = orderflow;
        this.stack = orderflow.stack();
        this.stores = new EventStores(orderflow, partitions);
        this.partitions = partitions;
        List<Long> products = new ArrayList<>(Stream.of("Apple", "Pear", "Plum", "Fig", "Lime")
                .map(name -> orderflow.addProduct(name, pieces))
                .toList());
        products.add(orderflow.addProduct("Quince", FEW));
        this.stock = products.stream().collect(toMap(Function.identity(), orderflow::stockOf));
    }

    /** What happens while orders are placed, and is mended. */
    public interface Fault {
        void happen(Load load) throws Exception;
    }

    public Report run(String script, Fault fault) throws Exception {
        takeDeadLetters();
        EventStores.Mark before = stores.end();
        try (Load load = new Load(orderflow, List.copyOf(stock.keySet()))) {
            Pause.of(LEAD);
            fault.happen(load);
            load.awaitMoreOfEach(5);
            load.stop(PATIENCE);
            assertThat(load.wrongAnswers()).isEmpty();
            long stopped = System.nanoTime();
            long drained = drain();
            Set<String> warnings = stores.warnings(before);
            return new Report(
                    script,
                    load.attempted(),
                    Tally.of(orderflow, load, stock),
                    stores.sagasLeft(),
                    messages(),
                    stores.unhandled(),
                    stores.undelivered(before),
                    stores.outOfOrder(before),
                    warnings.size(),
                    unwarned(warnings),
                    takeDeadLetters(),
                    (drained - stopped) / 1e9);
        }
    }

    /** Returns the time from which on nothing was left to do, or when patience ended: the report then says what is left. */
    private long drain() {
        stack.services().forEach(ServiceProcess::awaitHealthy);
        AtomicLong calmSince = new AtomicLong(System.nanoTime());
        try {
            await().atMost(PATIENCE).pollDelay(POLL).pollInterval(POLL).until(() -> {
                if (stores.sagasLeft() > 0 || messages() != 0 || stores.unhandled() > 0) {
                    calmSince.set(System.nanoTime());
                }
                return System.nanoTime() - calmSince.get() >= CALM.toNanos();
            });
        } catch (ConditionTimeoutException e) {
            // What is left is counted.
        }
        return calmSince.get();
    }

    /** A notification's id is its event's, so there is not more than one of each. */
    private long unwarned(Set<String> warnings) {
        Set<String> unwarned = new HashSet<>(warnings);
        orderflow
                .all(Service.NOTIFICATION_PROJECTION, "/notifications")
                .forEach(notification -> unwarned.remove(notification.get("id").asString()));
        return unwarned.size();
    }

    private long messages() throws Exception {
        try (Rabbit rabbit = new Rabbit(stack)) {
            return rabbit.messagesIn(Topology.queues(partitions));
        }
    }

    private List<JsonNode> takeDeadLetters() {
        List<JsonNode> taken = new ArrayList<>();
        for (Service service : Service.behindTheGateway()) {
            List<JsonNode> letters = deadLetters(service);
            while (!letters.isEmpty()) {
                for (JsonNode letter : letters) {
                    String path = "/dead-letters/" + letter.get("id").asString();
                    assertThat(orderflow.delete(service, path).status()).isEqualTo(204);
                }
                taken.addAll(letters);
                letters = deadLetters(service);
            }
        }
        return taken;
    }

    private List<JsonNode> deadLetters(Service service) {
        return orderflow
                .get(service, "/dead-letters?limit=1000")
                .body()
                .get("letters")
                .valueStream()
                .toList();
    }
}
