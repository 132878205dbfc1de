package io.orderflow.benchmark.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The way of an order, as threads that pass it on: the request, placement, and then from store to store by relays, queues and inboxes.
 * Every segment of a processor reads all events of its store, and goes past those that are not its own.
 */
public final class OrderSystem {

    static final int EVENTS_OF_ORDERS = 3;
    static final int EVENTS_OF_INVENTORY = 2;

    /** Events that a segment takes at once, of its own and of others. */
    private static final int BATCH_OF_EVENTS = 200;

    private static final int BATCH_OF_MESSAGES = 100;
    private static final double PACE = 0.010;

    /** Events for which nobody waits are kept for so long. */
    private static final double PACE_OF_VIEWS = 0.050;

    private static final int PRODUCTS = 10;

    private enum Kind {
        PLACED,
        ANSWERED,
        ENDED
    }

    private record Order(int part, int product) {}

    private record Event(Kind kind, Order order) {}

    private final Costs costs;
    private final Setup setup;
    private final Simulation simulation = new Simulation();
    private final Cores cores;
    private final Admission admission;
    private final Random random;
    private final Map<Resource, List<Station<?>>> stations = new EnumMap<>(Resource.class);
    private final List<Station<Event>> readersOfOrders = new ArrayList<>();
    private final List<Station<Event>> readersOfInventory = new ArrayList<>();
    private final Station<Order> placement;
    private final Station<Order> inventoryInbox;
    private final Station<Order> orderInbox;
    private final Station<Order> notifications;
    private int ended;

    private OrderSystem(Costs costs, Setup setup, long seed, double limit) {
        this.costs = costs;
        this.setup = setup;
        this.cores = new Cores(simulation, setup.cores());
        this.random = new Random(seed);
        this.admission = new Admission(simulation, limit);
        placement = consumer(Resource.PLACEMENT, Integer.MAX_VALUE, 0, this::place);
        inventoryInbox = consumer(
                Resource.INVENTORY_INBOX,
                BATCH_OF_MESSAGES,
                PACE,
                orders -> append(readersOfInventory, Kind.PLACED, orders));
        orderInbox = consumer(
                Resource.ORDER_INBOX,
                BATCH_OF_MESSAGES,
                PACE,
                orders -> append(readersOfOrders, Kind.ANSWERED, orders));
        notifications = consumer(Resource.NOTIFICATIONS, BATCH_OF_MESSAGES, PACE, orders -> {});
        processor(Resource.ORDER_RELAY, readersOfOrders, PACE, Kind.PLACED, Kind.ENDED, this::publish);
        processor(Resource.FULFILMENT, readersOfOrders, PACE, Kind.ANSWERED, Kind.ANSWERED, this::end);
        processor(Resource.ORDER_VIEW, readersOfOrders, PACE_OF_VIEWS, Kind.PLACED, Kind.ENDED, this::show);
        processor(
                Resource.RESERVATION,
                readersOfInventory,
                PACE,
                Kind.PLACED,
                Kind.PLACED,
                own -> append(readersOfInventory, Kind.ANSWERED, ordersOf(own, Kind.PLACED)));
        processor(Resource.PRODUCT_VIEW, readersOfInventory, PACE_OF_VIEWS, Kind.ANSWERED, Kind.ANSWERED, own -> {});
        processor(
                Resource.INVENTORY_RELAY,
                readersOfInventory,
                PACE,
                Kind.ANSWERED,
                Kind.ANSWERED,
                own -> orderInbox.offer(ordersOf(own, Kind.ANSWERED)));
    }

    /** Lets the clients place orders, in a system that has been used alike before and knows how many it can have pending. */
    public static Outcome run(Costs costs, Setup setup, long seed) {
        OrderSystem before = new OrderSystem(costs, setup, seed, Admission.FIRST);
        before.work();
        OrderSystem system = new OrderSystem(costs, setup, seed, before.admission.limit());
        system.work();
        return system.outcome();
    }

    private void work() {
        for (int client = 0; client < setup.clients(); client++) {
            request();
        }
        simulation.runUntil(() -> simulation.now() >= setup.seconds());
    }

    private Outcome outcome() {
        double seconds = simulation.now();
        Map<Resource, Double> utilisation = new EnumMap<>(Resource.class);
        stations.forEach((resource, those) -> utilisation.put(
                resource, those.stream().mapToDouble(Station::busySeconds).max().orElseThrow() / seconds));
        return new Outcome(ended / seconds, cores.busySeconds() / ended, utilisation);
    }

    private void request() {
        Order order = new Order(random.nextInt(setup.segments()), product());
        admission.enter(() -> cores.compute(costs.request(), () -> placement.offer(List.of(order))));
    }

    private int product() {
        return random.nextDouble() < setup.hot() ? 0 : 1 + random.nextInt(PRODUCTS - 1);
    }

    private void place(List<Order> orders) {
        append(readersOfOrders, Kind.PLACED, orders);
        orders.forEach(order -> request());
    }

    private void end(List<Event> own) {
        List<Order> answered = ordersOf(own, Kind.ANSWERED);
        admission.ended(answered.size());
        append(readersOfOrders, Kind.ENDED, answered);
    }

    private void publish(List<Event> own) {
        inventoryInbox.offer(ordersOf(own, Kind.PLACED));
        notifications.offer(ordersOf(own, Kind.ENDED));
    }

    private void show(List<Event> own) {
        ended += ordersOf(own, Kind.ENDED).size();
    }

    private static void append(List<Station<Event>> readers, Kind kind, List<Order> orders) {
        List<Event> events =
                orders.stream().map(order -> new Event(kind, order)).toList();
        readers.forEach(reader -> reader.offer(events));
    }

    private static List<Order> ordersOf(List<Event> events, Kind kind) {
        return events.stream()
                .filter(event -> event.kind == kind)
                .map(Event::order)
                .toList();
    }

    private Station<Order> consumer(Resource resource, int most, double pace, Consumer<List<Order>> done) {
        Cost cost = costs.resources().get(resource);
        Station<Order> station = new Station<>(
                simulation, cores, batch -> cost.of(batch.size(), 0, setup.roundTrip()), most, pace, done);
        stations.put(resource, List.of(station));
        return station;
    }

    /** A thread for each segment, which handles events of these kinds, each of which is a part of what an order costs. */
    private void processor(
            Resource resource,
            List<Station<Event>> readers,
            double pace,
            Kind kind,
            Kind other,
            Consumer<List<Event>> done) {
        Cost cost = costs.resources().get(resource);
        double part = kind == other ? 1 : 0.5;
        List<Station<Event>> segments = IntStream.range(0, setup.segments())
                .mapToObj(segment -> {
                    Predicate<Event> isOwn = event -> isOf(resource, event.order, segment);
                    Predicate<Event> isHandled = isOwn.and(event -> event.kind == kind || event.kind == other);
                    return new Station<Event>(
                            simulation,
                            cores,
                            batch -> cost.of(
                                    part * count(batch, isHandled),
                                    costs.passing() * count(batch, isOwn.negate()),
                                    setup.roundTrip()),
                            BATCH_OF_EVENTS * setup.segments(),
                            pace,
                            batch ->
                                    done.accept(batch.stream().filter(isHandled).toList()));
                })
                .toList();
        readers.addAll(segments);
        stations.put(resource, List.copyOf(segments));
    }

    private boolean isOf(Resource resource, Order order, int segment) {
        return (resource == Resource.RESERVATION ? order.product % setup.segments() : order.part) == segment;
    }

    private static long count(List<Event> batch, Predicate<Event> which) {
        return batch.stream().filter(which).count();
    }
}
