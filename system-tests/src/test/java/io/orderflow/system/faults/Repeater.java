package io.orderflow.system.faults;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Delivery;
import io.orderflow.local.LocalStack;
import io.orderflow.local.host.Pause;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Stands between the exchange and the queues, and delivers each message three times: in any order among aggregates, and
 * among those of one aggregate anywhere, except that what comes for the first time keeps its order. The third copy comes
 * later than the others.
 */
final class Repeater implements AutoCloseable {

    private static final Duration WINDOW = Duration.ofMillis(300);
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final Random random = new Random();
    private final Rabbit rabbit;
    private final String tap;
    private final ConcurrentLinkedQueue<Delivery> tapped = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> repeating;
    private volatile boolean finishing;
    private volatile long lastMessage = System.nanoTime();
    private int received;
    private int delivered;

    Repeater(LocalStack stack) throws Exception {
        rabbit = new Rabbit(stack);
        tap = rabbit.channel().queueDeclare().getQueue();
        DeliverCallback keep = (consumer, message) -> {
            lastMessage = System.nanoTime();
            tapped.add(message);
        };
        rabbit.channel().basicConsume(tap, true, keep, consumer -> {});
        rabbit.channel().queueBind(tap, Topology.EXCHANGE, "#");
        for (String queue : Topology.QUEUES.keySet()) {
            rabbit.unbind(queue);
        }
        repeating = CompletableFuture.runAsync(this::repeat);
    }

    /** Waits until no more messages come, and steps aside. Returns how many messages were delivered three times. */
    int finish() throws Exception {
        await("the last message")
                .forever()
                .pollInterval(WINDOW)
                .until(() -> System.nanoTime() - lastMessage >= QUIET.toNanos() || repeating.isDone());
        finishing = true;
        repeating.join();
        if (delivered != 3 * received) {
            throw new IllegalStateException(received + " messages were delivered in " + delivered + " copies");
        }
        return received;
    }

    @Override
    public void close() throws IOException {
        finishing = true;
        repeating.exceptionally(failure -> null).join();
        for (String queue : Topology.QUEUES.keySet()) {
            rabbit.bind(queue);
        }
        rabbit.close();
    }

    private void repeat() {
        try {
            List<Delivery> thirds = List.of();
            while (!finishing || !tapped.isEmpty() || !thirds.isEmpty()) {
                Pause.of(WINDOW);
                List<Delivery> firsts = new ArrayList<>();
                for (Delivery next = tapped.poll(); next != null; next = tapped.poll()) {
                    firsts.add(next);
                }
                received += firsts.size();
                deliver(mixed(firsts, thirds));
                thirds = firsts;
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void deliver(List<Delivery> messages) throws Exception {
        for (Delivery message : messages) {
            String queue = queueOf(message.getEnvelope().getRoutingKey());
            rabbit.send("", queue, message.getProperties(), message.getBody());
            delivered++;
        }
        rabbit.awaitConfirms();
    }

    private List<Delivery> mixed(List<Delivery> firsts, List<Delivery> thirds) {
        Map<String, List<Delivery>> byAggregate =
                firsts.stream().collect(groupingBy(Repeater::aggregateOf, toCollection(ArrayList::new)));
        for (Delivery second : firsts) {
            List<Delivery> history = byAggregate.get(aggregateOf(second));
            int first = history.indexOf(second);
            history.add(first + 1 + random.nextInt(history.size() - first), second);
        }
        for (Delivery third : thirds) {
            List<Delivery> history = byAggregate.computeIfAbsent(aggregateOf(third), key -> new ArrayList<>());
            history.add(random.nextInt(history.size() + 1), third);
        }
        Map<String, Iterator<Delivery>> next = byAggregate.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().iterator()));
        List<String> turns = new ArrayList<>();
        byAggregate.forEach((aggregate, history) -> turns.addAll(Collections.nCopies(history.size(), aggregate)));
        Collections.shuffle(turns, random);
        return turns.stream().map(aggregate -> next.get(aggregate).next()).toList();
    }

    private static String aggregateOf(Delivery message) {
        return String.valueOf(message.getProperties().getHeaders().get("axon-message-aggregate-id"));
    }

    private static String queueOf(String routingKey) {
        return Topology.QUEUES.entrySet().stream()
                .filter(queue -> queue.getValue().stream().anyMatch(key -> routingKey.startsWith(key.replace("#", ""))))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
