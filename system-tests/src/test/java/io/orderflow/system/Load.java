package io.orderflow.system;

import static io.orderflow.system.Orderflow.line;
import static io.orderflow.system.Orderflow.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.ServiceProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Clients that go on placing orders whatever happens. Each order has an idempotency key, with which its client asks again
 * until it has an answer, so that after the load it is known of every order whether it was accepted.
 */
final class Load implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(50);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final int CREATED = 201;

    private final Orderflow orderflow;
    private final List<Long> products;
    private final Map<String, Long> acceptedByKey = new ConcurrentHashMap<>();
    private final AtomicInteger attempted = new AtomicInteger();
    private final List<Thread> clients;
    private volatile boolean stopping;

    Load(Orderflow orderflow, List<Long> products) {
        this.orderflow = orderflow;
        this.products = products;
        this.clients = IntStream.range(0, CLIENTS)
                .mapToObj(number -> new Thread(() -> placeOrders(new Random(number)), "client " + number))
                .toList();
        clients.forEach(Thread::start);
    }

    /** The requests that were sent, those included that got no answer. */
    int attempted() {
        return attempted.get();
    }

    /** The orders of which a client was told that they are accepted. */
    List<Long> accepted() {
        return List.copyOf(acceptedByKey.values());
    }

    /** Waits until so many more orders are accepted. */
    void awaitMore(int orders) {
        int enough = acceptedByKey.size() + orders;
        await("more orders").atMost(Drill.PATIENCE).until(() -> acceptedByKey.size() >= enough);
    }

    /** Places one order at this instance, which must accept it. */
    void place(ServiceProcess instance) {
        Answer answer = orderflow.place(
                instance, randomOrder(new Random()), UUID.randomUUID().toString());
        assertThat(answer.status()).isEqualTo(CREATED);
        add(answer.id());
    }

    /** Counts an order in that came another way. */
    void add(long order) {
        acceptedByKey.put("order " + order, order);
    }

    /** Stops placing new orders, and returns when every client has its last answer. */
    void stop(Duration patience) {
        stopping = true;
        await("the clients' last answers")
                .atMost(patience)
                .until(() -> clients.stream().noneMatch(Thread::isAlive));
    }

    @Override
    public void close() {
        stopping = true;
        clients.forEach(Thread::interrupt);
    }

    private void placeOrders(Random random) {
        while (!stopping && !Thread.currentThread().isInterrupted()) {
            String key = UUID.randomUUID().toString();
            String order = randomOrder(random);
            while (!isAnswered(key, order) && !Thread.currentThread().isInterrupted()) {
                pause(BETWEEN_TRIES);
            }
            pause(BETWEEN_ORDERS);
        }
    }

    private boolean isAnswered(String key, String order) {
        attempted.incrementAndGet();
        try {
            Answer answer = orderflow.place(order, key);
            if (answer.status() == CREATED) {
                acceptedByKey.put(key, answer.id());
            }
            return answer.status() == CREATED;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private String randomOrder(Random random) {
        List<Long> shuffled = new ArrayList<>(products);
        Collections.shuffle(shuffled, random);
        return lines(shuffled.stream()
                .limit(1 + random.nextInt(3))
                .map(product -> line(product, 1 + random.nextInt(3)))
                .toArray(String[]::new));
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
