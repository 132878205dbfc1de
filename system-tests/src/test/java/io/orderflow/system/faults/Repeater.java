package io.orderflow.system.faults;

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
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Listens to the exchange, and delivers each message twice more: in any order, the third copy later than the second. What comes
 * for the first time keeps its order.
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
        repeating = CompletableFuture.runAsync(this::repeat);
    }

    /** Waits until no more messages come, and steps aside. Returns how many messages were delivered twice more. */
    int finish() throws Exception {
        await("the last message")
                .forever()
                .pollInterval(WINDOW)
                .until(() -> System.nanoTime() - lastMessage >= QUIET.toNanos() || repeating.isDone());
        finishing = true;
        repeating.join();
        if (delivered != 2 * received) {
            throw new IllegalStateException(received + " messages were delivered in " + delivered + " copies");
        }
        return received;
    }

    @Override
    public void close() throws IOException {
        finishing = true;
        repeating.exceptionally(failure -> null).join();
        rabbit.close();
    }

    private void repeat() {
        try {
            List<Delivery> thirds = List.of();
            while (!finishing || !tapped.isEmpty() || !thirds.isEmpty()) {
                Pause.of(WINDOW);
                List<Delivery> seconds = new ArrayList<>();
                for (Delivery next = tapped.poll(); next != null; next = tapped.poll()) {
                    seconds.add(next);
                }
                received += seconds.size();
                List<Delivery> copies = new ArrayList<>(seconds);
                copies.addAll(thirds);
                deliver(copies);
                thirds = seconds;
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void deliver(List<Delivery> messages) throws Exception {
        Collections.shuffle(messages, random);
        for (Delivery message : messages) {
            String queue = queueOf(message.getEnvelope().getRoutingKey());
            rabbit.send("", queue, message.getProperties(), message.getBody());
            delivered++;
        }
        rabbit.awaitConfirms();
    }

    private static String queueOf(String routingKey) {
        return Topology.QUEUES.entrySet().stream()
                .filter(queue -> queue.getValue().stream().anyMatch(key -> routingKey.startsWith(key.replace("#", ""))))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
