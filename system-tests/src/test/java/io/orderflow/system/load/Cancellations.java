package io.orderflow.system.load;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.host.Pause;
import io.orderflow.local.host.StackException;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.system.driver.Orderflow;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Customers who cancel orders of a {@link Load} whatever happens: now the newest one, which is mostly pending, now any other.
 * One who gets no answer asks again.
 */
public final class Cancellations implements AutoCloseable {

    private static final int CUSTOMERS = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(150);
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int INTERNAL_ERROR = 500;

    private final Orderflow orderflow;
    private final Load load;
    private final Set<Long> cancelled = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrongAnswers = new ConcurrentLinkedQueue<>();
    private final List<Thread> customers;
    private volatile boolean stopping;

    /** Customers who go on cancelling, from now on. */
    public Cancellations(Orderflow orderflow, Load load) {
        this.orderflow = orderflow;
        this.load = load;
        this.customers = IntStream.range(0, CUSTOMERS)
                .mapToObj(number -> new Thread(() -> goOn(new Random(number)), "customer " + number))
                .toList();
        customers.forEach(Thread::start);
    }

    /** The orders of which a customer was told that they are cancelled, by this. */
    public Set<Long> cancelled() {
        return Set.copyOf(cancelled);
    }

    /** Answers that no fault excuses. */
    public List<String> wrongAnswers() {
        return List.copyOf(wrongAnswers);
    }

    /** Waits until so many more orders are cancelled. */
    public void awaitMore(int orders) {
        int enough = cancelled.size() + orders;
        await("more orders to be cancelled").atMost(PATIENCE).until(() -> cancelled.size() >= enough);
    }

    /** Returns when every customer has its last answer. */
    public void stop() {
        stopping = true;
        await("the customers' last answers")
                .atMost(PATIENCE)
                .until(() -> customers.stream().noneMatch(Thread::isAlive));
    }

    @Override
    public void close() {
        stopping = true;
        customers.forEach(Thread::interrupt);
    }

    private void goOn(Random random) {
        try {
            while (!stopping) {
                Pause.of(Duration.ofMillis(random.nextLong(LONGEST_PAUSE.toMillis())));
                List<Long> orders = load.accepted();
                if (!orders.isEmpty()) {
                    cancel(random.nextBoolean() ? Collections.max(orders) : orders.get(random.nextInt(orders.size())));
                }
            }
        } catch (StackException e) {
            // Interrupted, as this is closed.
        }
    }

    private void cancel(long order) {
        while (!isAnswered(order)) {
            Pause.of(LONGEST_PAUSE);
        }
    }

    private boolean isAnswered(long order) {
        JsonResponse answer;
        try {
            answer = orderflow.cancel(order);
        } catch (UncheckedIOException e) {
            return false;
        }
        if (answer.status() == OK) {
            if (!answer.text("status").equals("cancelled") || !cancelled.add(order)) {
                wrongAnswers.add("not cancelled, or twice: " + answer.body());
            }
        } else if (answer.status() < INTERNAL_ERROR
                && !(answer.status() == CONFLICT && answer.text("detail").contains("cancelled already"))) {
            wrongAnswers.add("%s: %s".formatted(answer.status(), answer.body()));
        }
        return answer.status() < INTERNAL_ERROR;
    }
}
