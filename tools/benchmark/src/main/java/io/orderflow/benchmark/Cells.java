package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Sustained;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.EventStore;
import io.orderflow.benchmark.system.OwnSystem;
import io.orderflow.local.host.Pause;
import io.orderflow.local.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Cells: whole systems, each with databases and a broker of its own, whose orders and products have numbers that name the cell. The same
 * load is given to one of them, to two and to all, in turn: what an order costs is to be the same. Then one cell is killed under load.
 */
final class Cells {

    private static final List<Integer> CELLS = List.of(1, 2, 4);
    private static final int MOST = CELLS.get(CELLS.size() - 1);
    private static final int WARM_UP = 8_000;
    private static final int ORDERS = 4_000;
    private static final int ROUNDS = 3;

    private static final int CLIENTS_OF_A_CELL = 4;
    private static final Duration BESIDE_THE_KILLED = Duration.ofSeconds(20);

    private record Cell(int number, OwnSystem system, Http http, Workload workload) implements AutoCloseable {

        static Cell start(int number, Consumer<String> console) {
            OwnSystem system = OwnSystem.startFreshCell(number, console);
            for (Service service : OwnSystem.WITH_POSTGRES) {
                try (EventStore store = system.eventStore(service)) {
                    store.numberFor(service, number, MOST);
                }
            }
            Http http = new Http(Partitions.CLIENTS);
            return new Cell(number, system, http, new Workload(system.target(), http));
        }

        Workload.Placed place(int orders, int clients) {
            Workload.Placed placed = workload.placeUntilFinal(orders, clients);
            if (placed.ids().stream().anyMatch(id -> id % MOST != number)) {
                throw new IllegalStateException("An order has a number that leads to another cell");
            }
            return placed;
        }

        long foreignEvents() {
            long foreign = 0;
            for (Service service : OwnSystem.WITH_POSTGRES) {
                try (EventStore store = system.eventStore(service)) {
                    foreign += store.eventsOfOthers(number, MOST);
                }
            }
            return foreign;
        }

        @Override
        public void close() {
            http.close();
            system.close();
        }
    }

    private record Load(double perSecond, double cpuMillis, double statements) {}

    private final Consumer<String> console;
    private final Report report = new Report();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Cell> cells = new ArrayList<>();

    private Cells(Consumer<String> console) {
        this.console = console;
    }

    static Report measure(Consumer<String> console) {
        Cells cells = new Cells(console);
        try {
            cells.measure();
            return cells.report;
        } finally {
            cells.clients.shutdownNow();
            cells.cells.forEach(Cell::close);
        }
    }

    private void measure() {
        report.circumstancesOfThisMachine();
        report.circumstance("clients", "%s in all".formatted(Partitions.CLIENTS));
        report.circumstance("warm-up", String.format(Locale.ROOT, "%,d orders each, not counted", WARM_UP));
        report.circumstance("rounds", "%s of each, in turn".formatted(ROUNDS));
        for (int number = 0; number < MOST; number++) {
            console.accept("Cell %s".formatted(number));
            cells.add(Cell.start(number, console));
        }
        report.circumstance("broker", cells.get(0).system.broker());
        for (Cell cell : cells) {
            console.accept("Warming up cell " + cell.number);
            cell.workload.placeInPortions(WARM_UP, Partitions.CLIENTS);
        }
        compare();
        killOne();
        report.section("At the end");
        report.add("events in the store of another cell", "", Spread.of(sum(cells, Cell::foreignEvents)));
    }

    private void compare() {
        Map<Integer, List<Load>> loads = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (int used : CELLS) {
                console.accept("Round %s of %s: %s".formatted(round, ROUNDS, name(used)));
                loads.computeIfAbsent(used, none -> new ArrayList<>()).add(load(cells.subList(0, used)));
            }
        }
        report.section(String.format(Locale.ROOT, "%,d orders, each to its cell", ORDERS));
        add("until all are final", "orders/s", loads, Load::perSecond);
        add("CPU an order", "ms", loads, Load::cpuMillis);
        add("SQL statements an order", "", loads, Load::statements);
    }

    private void add(String figure, String unit, Map<Integer, List<Load>> loads, ToDoubleFunction<Load> value) {
        loads.forEach((used, those) -> report.add(figure + ", " + name(used), unit, Spread.of(those, value)));
        loads.forEach((used, those) -> {
            if (used > 1) {
                report.add(
                        "%s, %s, of that of 1".formatted(figure, name(used)),
                        "%",
                        Spread.ofRatios(those, loads.get(1), value));
            }
        });
    }

    private static String name(int cells) {
        return cells == 1 ? "1 cell" : cells + " cells";
    }

    private Load load(List<Cell> used) {
        double cpu = sum(used, cell -> cell.system.systemCpuSeconds());
        double statements = sum(used, cell -> cell.system.statements());
        long begun = System.nanoTime();
        List<CompletableFuture<Workload.Placed>> placing = used.stream()
                .map(cell -> CompletableFuture.supplyAsync(
                        () -> cell.place(ORDERS / used.size(), Partitions.CLIENTS / used.size()), clients))
                .toList();
        placing.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Load load = new Load(
                ORDERS / seconds,
                1_000 * (sum(used, cell -> cell.system.systemCpuSeconds()) - cpu) / ORDERS,
                (sum(used, cell -> cell.system.statements()) - statements) / ORDERS);
        for (int number = 0; number < used.size(); number++) {
            used.get(number).workload.verify(placing.get(number).join());
        }
        return load;
    }

    private static double sum(List<Cell> cells, ToDoubleFunction<Cell> figure) {
        return cells.stream().mapToDouble(figure).sum();
    }

    /** The others have the same load before and after. */
    private void killOne() {
        Cell victim = cells.get(MOST - 1);
        List<Cell> others = cells.subList(0, MOST - 1);
        console.accept("All cells under load");
        List<CompletableFuture<Sustained>> all = sustain(cells);
        List<Sustained> before =
                others.stream().map(cell -> all.get(cell.number).join()).toList();
        all.get(victim.number).join();

        console.accept("Cell %s is killed under load".formatted(victim.number));
        List<CompletableFuture<Sustained>> rest = sustain(cells);
        Pause.of(Duration.ofSeconds(1));
        victim.system.stack().services().forEach(service -> service.kill());
        List<Sustained> after =
                others.stream().map(cell -> rest.get(cell.number).join()).toList();
        requireFailure(rest.get(victim.number));

        report.section("%s clients for each of %s cells, for %s s"
                .formatted(CLIENTS_OF_A_CELL, MOST, BESIDE_THE_KILLED.toSeconds()));
        add("POST p99", before, after, load -> load.posts().millis(99));
        add(
                "from 201 until final, p99",
                before,
                after,
                load -> load.untilFinal().millis(99));
        add("accepted", before, after, Sustained::accepted);
    }

    private void add(String figure, List<Sustained> before, List<Sustained> after, ToDoubleFunction<Sustained> value) {
        report.add(figure + ", the others, before", "", Spread.of(before, value));
        report.add(figure + ", the others, while one is killed", "", Spread.of(after, value));
    }

    private List<CompletableFuture<Sustained>> sustain(List<Cell> loaded) {
        return loaded.stream()
                .map(cell -> CompletableFuture.supplyAsync(
                        () -> cell.workload.sustain(CLIENTS_OF_A_CELL, BESIDE_THE_KILLED), clients))
                .toList();
    }

    /** Else it was not killed under load. */
    private static void requireFailure(CompletableFuture<Sustained> killed) {
        try {
            killed.join();
        } catch (CompletionException e) {
            return;
        }
        throw new IllegalStateException("The clients of the cell that was killed have noticed nothing");
    }
}
