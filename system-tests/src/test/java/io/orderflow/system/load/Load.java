package io.orderflow.system.load;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static io.orderflow.system.driver.Orderflow.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.host.Pause;
import io.orderflow.local.host.StackException;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Clients that go on placing orders whatever happens. Some give each order an idempotency key, with which they ask again until
 * they are told that it is placed. The others ask once; an order of theirs of which they are not told so has been placed or
 * not, and is known by its price, which no other order has.
 */
public final class Load implements AutoCloseable {

    private static final int CLIENTS_WITH_KEYS = 2;
    private static final int CLIENTS_WITHOUT = 4;
    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(50);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final int CREATED = 201;
    private static final int INTERNAL_ERROR = 500;
    private static final int COME_AGAIN = 503;
    private static final String USUAL_PRICE = "1.75";
    private static final AtomicInteger LAST_OWN_PRICE = new AtomicInteger(10);

    private final Orderflow orderflow;
    private final List<Long> products;
    private final Set<Long> accepted = ConcurrentHashMap.newKeySet();
    private final Set<Long> acceptedWithoutKey = ConcurrentHashMap.newKeySet();
    private final Set<String> uncertain = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrongAnswers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempted = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final List<Thread> clients;
    private volatile List<ServiceProcess> instances;
    private volatile boolean stopping;

    /** Clients that go on ordering these products, from now on. */
    public Load(Orderflow orderflow, List<Long> products) {
        this.orderflow = orderflow;
        this.products = products;
        this.instances = List.of(orderflow.stack().service(Service.ORDER_COMMAND));
        this.clients = IntStream.range(0, CLIENTS_WITH_KEYS + CLIENTS_WITHOUT)
                .mapToObj(number -> client(number, number < CLIENTS_WITH_KEYS ? this::placeByKey : this::placeOnce))
                .toList();
        clients.forEach(Thread::start);
    }

    private Thread client(int number, Consumer<Random> nextOrder) {
        Random random = new Random(number);
        return new Thread(
                () -> {
                    try {
                        while (!stopping) {
                            nextOrder.accept(random);
                            Pause.of(BETWEEN_ORDERS);
                        }
                    } catch (StackException e) {
                        // Interrupted, as the load is closed.
                    }
                },
                "client " + number);
    }

    /** The requests that were sent, those included that got no answer. */
    public int attempted() {
        return attempted.get();
    }

    /** Has orders placed at any of these instances of order-command, as a load balancer does, from the next request on. */
    public void placeAt(List<ServiceProcess> some) {
        instances = List.copyOf(some);
    }

    /** The requests that got no answer, or one that says that something has failed. */
    public int unanswered() {
        return unanswered.get();
    }

    /** The orders of which a client was told that they are accepted. */
    public List<Long> accepted() {
        return List.copyOf(accepted);
    }

    /** The price of each order that was asked for once, and of which its client was not told that it is placed. */
    public Set<String> uncertain() {
        return Set.copyOf(uncertain);
    }

    /** Answers that no fault excuses: a refusal of what is right, or another client's order. */
    public List<String> wrongAnswers() {
        return List.copyOf(wrongAnswers);
    }

    /** Waits until so many more orders are accepted. */
    public void awaitMore(int orders) {
        int enough = accepted.size() + orders;
        await("more orders").atMost(PATIENCE).until(() -> accepted.size() >= enough);
    }

    /** Waits until clients of each kind have so many more orders accepted, unless they have stopped. */
    public void awaitMoreOfEach(int orders) {
        int without = acceptedWithoutKey.size();
        int all = accepted.size();
        await("more orders with keys, and more without")
                .atMost(PATIENCE)
                .until(() -> stopping
                        || (acceptedWithoutKey.size() >= without + orders
                                && accepted.size() - acceptedWithoutKey.size() >= all - without + orders));
    }

    /** Places one order at this instance, which must accept it, over a new connection if it has closed the old one. */
    public void place(ServiceProcess instance) {
        String key = UUID.randomUUID().toString();
        String order = randomOrder(new Random(), USUAL_PRICE);
        JsonResponse answer;
        try {
            answer = orderflow.place(instance, order, key);
        } catch (UncheckedIOException closed) {
            answer = orderflow.place(instance, order, key);
        }
        assertThat(answer.status()).isEqualTo(CREATED);
        add(answer.number("id"));
    }

    /** Counts an order in that came another way. */
    public void add(long order) {
        accepted.add(order);
    }

    /** Stops placing new orders, and returns when every client has its last answer. */
    public void stop(Duration patience) {
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

    private void placeByKey(Random random) {
        String key = UUID.randomUUID().toString();
        String order = randomOrder(random, USUAL_PRICE);
        while (accepted(USUAL_PRICE, () -> orderflow.place(anyOf(random), order, key))
                .isEmpty()) {
            Pause.of(BETWEEN_TRIES);
        }
    }

    private void placeOnce(Random random) {
        String price = LAST_OWN_PRICE.incrementAndGet() + ".25";
        String order = randomOrder(random, price);
        OptionalLong id = accepted(price, () -> orderflow.place(anyOf(random), order));
        if (id.isPresent()) {
            acceptedWithoutKey.add(id.getAsLong());
        } else {
            uncertain.add(price);
            Pause.of(BETWEEN_TRIES);
        }
    }

    private ServiceProcess anyOf(Random random) {
        List<ServiceProcess> some = instances;
        return some.get(random.nextInt(some.size()));
    }

    /** The order that the client is told it has placed. */
    private OptionalLong accepted(String price, Supplier<JsonResponse> request) {
        attempted.incrementAndGet();
        JsonResponse answer;
        try {
            answer = request.get();
        } catch (UncheckedIOException e) {
            unanswered.incrementAndGet();
            return OptionalLong.empty();
        }
        if (answer.status() != CREATED) {
            if (answer.status() >= INTERNAL_ERROR && answer.status() != COME_AGAIN) {
                unanswered.incrementAndGet();
            }
            if (answer.status() < INTERNAL_ERROR) {
                wrongAnswers.add("%s: %s".formatted(answer.status(), answer.body()));
            }
            return OptionalLong.empty();
        }
        if (!accepted.add(answer.number("id")) || !Tally.priceOf(answer.body()).equals(price)) {
            wrongAnswers.add("another client's order: %s".formatted(answer.body()));
        }
        return OptionalLong.of(answer.number("id"));
    }

    private String randomOrder(Random random, String price) {
        List<Long> shuffled = new ArrayList<>(products);
        Collections.shuffle(shuffled, random);
        return lines(shuffled.stream()
                .limit(1 + random.nextInt(3))
                .map(product -> line(product, 1 + random.nextInt(3), price))
                .toArray(String[]::new));
    }
}
