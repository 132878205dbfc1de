package io.orderflow.benchmark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Polling;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.model.Resource;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.EventStore;
import io.orderflow.benchmark.system.OwnSystem;
import io.orderflow.local.host.Pause;
import io.orderflow.local.service.Service;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.bson.Document;

/**
 * How many orders a second each part of the system can bring on that does one thing after the other. Each of them gets a backlog of
 * orders while it is kept from its work, and then works that off, alone, with all cores at its disposal: beside PostgreSQL, and at a
 * distance.
 */
final class Ceilings {

    /** What somebody did with a backlog of orders. */
    private record Drain(double orders, double seconds, double cpuSeconds, double batches, double roundTrips) {

        double perSecond() {
            return orders / seconds;
        }

        double cpuMillis() {
            return 1_000 * cpuSeconds / orders;
        }

        double ordersOfBatch() {
            return orders / Math.max(1, batches);
        }

        double roundTripsOfBatch() {
            return roundTrips / Math.max(1, batches);
        }

        /** The same orders once more, by the same. */
        Drain and(Drain other) {
            return new Drain(
                    orders,
                    seconds + other.seconds,
                    cpuSeconds + other.cpuSeconds,
                    batches + other.batches,
                    roundTrips + other.roundTrips);
        }
    }

    private record Mark(long at, long reached, double cpuSeconds, double batches, long roundTrips) {}

    /** How the report names what it has. */
    static final String WHOLE = "Whole orders";

    static final String CPU_OF_ORDER = "CPU an order";
    static final String CPU_ALONE = "CPU an order that comes alone";
    static final String LOG = "PostgreSQL's log an order";
    static final String TABLES = "PostgreSQL's tables and indexes an order";
    static final String CPU = ": CPU an order";
    static final String ORDERS = ": orders a batch";
    static final String TRIPS = ": round trips a batch";
    static final String PLACEMENT = "Placement";
    static final String THREAD = "its thread: CPU an order";

    static final List<Duration> ROUND_TRIPS = List.of(Duration.ZERO, Duration.ofMillis(2));

    private static final String RELAY = "relay";
    private static final String RESERVATION = "reservation";
    private static final String FULFILMENT = "fulfilment";
    private static final String ORDER_VIEW = "orders";
    private static final String PRODUCT_VIEW = "products";
    private static final String PLACEMENT_THREAD = "placement";
    private static final List<String> OF_ORDERS = List.of(RELAY, FULFILMENT, ORDER_VIEW);
    private static final List<String> OF_INVENTORY = List.of(RELAY, RESERVATION, PRODUCT_VIEW);

    private static final int WARM_UP = 15_000;
    private static final int ROUNDS = 2;
    private static final int BACKLOG = 4_000;

    /** What is let in before it is noticed that no order ends: more than may be pending. */
    private static final int ADMITTED_BEFORE = 2_500;

    private static final int SINGLE_ORDERS = 60;
    private static final Duration BETWEEN_SINGLE_ORDERS = Duration.ofMillis(100);
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final double KILOBYTE = 1_024;

    private final OwnSystem system;
    private final Http http;
    private final Workload workload;
    private final EventStore orders;
    private final EventStore inventory;
    private final MongoCollection<Document> notifications;
    private final Consumer<String> console;
    private final Report report = new Report();
    private final List<Double> placementThread = new ArrayList<>();

    private Ceilings(
            OwnSystem system,
            Http http,
            EventStore orders,
            EventStore inventory,
            MongoCollection<Document> notifications,
            Consumer<String> console) {
        this.system = system;
        this.http = http;
        this.workload = new Workload(system.target(), http);
        this.orders = orders;
        this.inventory = inventory;
        this.notifications = notifications;
        this.console = console;
    }

    static Report measure(Consumer<String> console) {
        String database = Service.NOTIFICATION_PROJECTION.database();
        try (OwnSystem system = OwnSystem.startFreshDivided(1, console);
                Http http = new Http(Partitions.CLIENTS);
                EventStore orders = system.eventStore(Service.ORDER_COMMAND);
                EventStore inventory = system.eventStore(Service.INVENTORY_COMMAND);
                MongoClient mongo = MongoClients.create(system.stack().mongo().uri(database))) {
            Ceilings ceilings = new Ceilings(
                    system,
                    http,
                    orders,
                    inventory,
                    mongo.getDatabase(database).getCollection("notifications"),
                    console);
            ceilings.measure();
            return ceilings.report;
        }
    }

    /** How the report names what each resource did alone. */
    static String alone(Duration roundTrip) {
        return "Each with a backlog and alone, " + Partitions.section(roundTrip);
    }

    private void measure() {
        report.circumstance("broker", system.broker());
        report.circumstancesOfThisMachine();
        report.circumstance("clients", Partitions.CLIENTS);
        report.circumstance("warm-up", String.format(Locale.ROOT, "%,d orders, not counted", WARM_UP));
        report.circumstance("rounds", String.format(Locale.ROOT, "%s, of a backlog of %,d orders", ROUNDS, BACKLOG));
        console.accept("Warming up");
        workload.placeInPortions(WARM_UP, Partitions.CLIENTS);
        wholeOrders();
        for (Duration roundTrip : ROUND_TRIPS) {
            add(roundTrip, rounds(roundTrip));
            console.accept(report.table());
        }
        report.section(PLACEMENT);
        report.add(THREAD, "ms", Spread.of(placementThread, millis -> millis));
    }

    /** What is shared by all: the CPU, when there is much to do and when there is little, and the disk. */
    private void wholeOrders() {
        List<Round> rounds = new ArrayList<>();
        List<Double> written = new ArrayList<>();
        List<Double> kept = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            console.accept("Round %s of %s: whole orders".formatted(round, ROUNDS));
            long writtenBefore = orders.bytesWritten();
            long keptBefore = orders.bytesKept() + inventory.bytesKept();
            rounds.add(Round.of(system, workload, () -> workload.placeUntilFinal(BACKLOG, Partitions.CLIENTS)));
            written.add((orders.bytesWritten() - writtenBefore) / KILOBYTE / BACKLOG);
            kept.add((orders.bytesKept() + inventory.bytesKept() - keptBefore) / KILOBYTE / BACKLOG);
        }
        report.section(WHOLE);
        report.add("until all are final", "orders/s", Spread.of(rounds, Round::perSecond));
        report.add(CPU_OF_ORDER, "ms", Spread.of(rounds, Round::cpuMillis));
        report.add(CPU_ALONE, "ms", Spread.of(cpuOfSingleOrders()));
        report.add(LOG, "KB", Spread.of(written, kilobytes -> kilobytes));
        report.add(TABLES, "KB", Spread.of(kept, kilobytes -> kilobytes));
    }

    private double cpuOfSingleOrders() {
        console.accept("One order after the other");
        double before = OwnSystem.cpuSeconds();
        Pause.of(REST);
        double atRest = (OwnSystem.cpuSeconds() - before) / REST.toNanos();
        long begun = System.nanoTime();
        before = OwnSystem.cpuSeconds();
        workload.placeSlowly(SINGLE_ORDERS, BETWEEN_SINGLE_ORDERS);
        double cpu = OwnSystem.cpuSeconds() - before - atRest * (System.nanoTime() - begun);
        return 1_000 * cpu / SINGLE_ORDERS;
    }

    private List<Map<Resource, Drain>> rounds(Duration roundTrip) {
        system.putPostgresAway(roundTrip);
        List<Map<Resource, Drain>> rounds = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            console.accept("%s: round %s of %s".formatted(Partitions.section(roundTrip), round, ROUNDS));
            Map<Resource, Drain> drains = new EnumMap<>(Resource.class);
            untilAnswered(drains);
            untilNotified(drains);
            rounds.add(drains);
        }
        return rounds;
    }

    /** From the request until inventory's answer is in the store of order-command, one after the other. */
    private void untilAnswered(Map<Resource, Drain> drains) {
        orders.pause(OF_ORDERS);
        inventory.pause(OF_INVENTORY);
        workload.place(ADMITTED_BEFORE, Partitions.CLIENTS);
        drains.put(Resource.PLACEMENT, placing());

        int backlog = ADMITTED_BEFORE + BACKLOG;
        system.suspend(Service.INVENTORY_COMMAND);
        drains.put(Resource.ORDER_RELAY, drain(orders, Service.ORDER_COMMAND, RELAY, backlog));
        long place = inventory.head();
        system.wake(Service.INVENTORY_COMMAND);
        drains.put(
                Resource.INVENTORY_INBOX,
                inbox(Service.INVENTORY_COMMAND, "inventory_checks", () -> inventory.eventsAfter(place), backlog));
        drains.put(Resource.RESERVATION, drain(inventory, Service.INVENTORY_COMMAND, RESERVATION, backlog));
        drains.put(Resource.PRODUCT_VIEW, drain(inventory, Service.INVENTORY_COMMAND, PRODUCT_VIEW, backlog));
        long answered = orders.head();
        system.suspend(Service.ORDER_COMMAND);
        drains.put(Resource.INVENTORY_RELAY, drain(inventory, Service.INVENTORY_COMMAND, RELAY, backlog));
        system.wake(Service.ORDER_COMMAND);
        drains.put(
                Resource.ORDER_INBOX,
                inbox(Service.ORDER_COMMAND, "order_responses", () -> orders.eventsAfter(answered), backlog));
        OF_ORDERS.forEach(orders::resume);
        workload.awaitFinal();
    }

    /** Fulfilment gets orders and answers mixed, as it does in a system that nothing is kept from its work. */
    private void untilNotified(Map<Resource, Drain> drains) {
        orders.pause(List.of(FULFILMENT, ORDER_VIEW));
        long place = orders.head();
        workload.place(BACKLOG, Partitions.CLIENTS);
        Polling.until("orders without an answer", () -> orders.eventsAfter(place) >= 2 * BACKLOG);
        orders.pause(List.of(RELAY));
        drains.put(Resource.FULFILMENT, drain(orders, Service.ORDER_COMMAND, FULFILMENT, BACKLOG));
        drains.put(Resource.ORDER_VIEW, drain(orders, Service.ORDER_COMMAND, ORDER_VIEW, BACKLOG));

        long before = notifications.estimatedDocumentCount();
        system.suspend(Service.NOTIFICATION_PROJECTION);
        Drain once = drain(orders, Service.ORDER_COMMAND, RELAY, BACKLOG);
        drains.merge(Resource.ORDER_RELAY, once, Ceilings::forAnOrder);
        system.wake(Service.NOTIFICATION_PROJECTION);
        drains.put(
                Resource.NOTIFICATIONS,
                inbox(
                        Service.NOTIFICATION_PROJECTION,
                        "notifications",
                        () -> notifications.estimatedDocumentCount() - before,
                        BACKLOG));
        workload.awaitFinal();
    }

    /** The relay has an order twice, when it is placed and when it ends. */
    private static Drain forAnOrder(Drain placed, Drain ended) {
        double share = ended.orders / placed.orders;
        return new Drain(
                        ended.orders,
                        placed.seconds * share,
                        placed.cpuSeconds * share,
                        placed.batches * share,
                        placed.roundTrips * share)
                .and(ended);
    }

    private Drain placing() {
        double cpu = OwnSystem.cpuSeconds();
        double thread = system.secondsOfThreads(Service.ORDER_COMMAND, PLACEMENT_THREAD);
        long placements = orders.placements();
        long trips = system.roundTripsToPostgres();
        double seconds = workload.place(BACKLOG, Partitions.CLIENTS).seconds();
        double ofThread = system.secondsOfThreads(Service.ORDER_COMMAND, PLACEMENT_THREAD) - thread;
        placementThread.add(1_000 * ofThread / BACKLOG);
        return new Drain(
                BACKLOG,
                seconds,
                OwnSystem.cpuSeconds() - cpu,
                orders.placements() - placements,
                system.roundTripsToPostgres() - trips);
    }

    private Drain drain(EventStore store, Service service, String processor, int backlog) {
        long from = store.positionOf(processor);
        long to = store.head();
        String batches = "orderflow.processor.batch.size?tag=processor:" + processor;
        store.resume(processor);
        return between(service, batches, () -> store.positionOf(processor), from, to, backlog);
    }

    private Drain inbox(Service service, String queue, LongSupplier arrived, int backlog) {
        return between(service, "orderflow.inbox.batch.size?tag=queue:" + queue, arrived, 0, backlog, backlog);
    }

    /** From its first batch on, as it may take a second until that begins. */
    private Drain between(Service service, String batches, LongSupplier reached, long from, long to, int backlog) {
        Polling.until("orders of which none moves", BETWEEN_LOOKS, () -> reached.getAsLong() > from);
        Mark begun = mark(service, batches, reached);
        Polling.until("orders that have not moved", BETWEEN_LOOKS, () -> reached.getAsLong() >= to);
        Mark ended = mark(service, batches, reached);
        return new Drain(
                backlog * (double) (Math.min(to, ended.reached) - begun.reached) / (to - from),
                (ended.at - begun.at) / 1e9,
                ended.cpuSeconds - begun.cpuSeconds,
                ended.batches - begun.batches,
                ended.roundTrips - begun.roundTrips);
    }

    private Mark mark(Service service, String batches, LongSupplier reached) {
        long now = System.nanoTime();
        return new Mark(
                now,
                reached.getAsLong(),
                OwnSystem.cpuSeconds(),
                count(service, batches),
                system.roundTripsToPostgres());
    }

    private double count(Service service, String metric) {
        URI uri = system.stack().service(service).uri().resolve("/actuator/metrics/" + metric);
        return http.get(uri)
                .require(200)
                .json()
                .get("measurements")
                .get(0)
                .get("value")
                .asDouble();
    }

    /** What saturates first comes first. */
    private void add(Duration roundTrip, List<Map<Resource, Drain>> rounds) {
        report.section(alone(roundTrip));
        List.of(Resource.values()).stream()
                .sorted(Comparator.comparingDouble(
                        resource -> spread(rounds, resource, Drain::perSecond).median()))
                .forEach(resource ->
                        report.add(resource.title(), "orders/s", spread(rounds, resource, Drain::perSecond)));
        for (Resource resource : Resource.values()) {
            report.add(resource.title() + CPU, "ms", spread(rounds, resource, Drain::cpuMillis));
        }
        for (Resource resource : Resource.values()) {
            report.add(resource.title() + ORDERS, "", spread(rounds, resource, Drain::ordersOfBatch));
        }
        for (Resource resource : Resource.values()) {
            report.add(resource.title() + TRIPS, "", spread(rounds, resource, Drain::roundTripsOfBatch));
        }
    }

    private static Spread spread(List<Map<Resource, Drain>> rounds, Resource resource, ToDoubleFunction<Drain> figure) {
        return Spread.of(rounds, round -> figure.applyAsDouble(round.get(resource)));
    }
}
