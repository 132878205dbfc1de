package io.orderflow.system.rebuild;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.host.Pause;
import io.orderflow.local.host.StackException;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import io.orderflow.system.load.Load;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Orders and products are built anew from their services' event stores, and nobody notices. */
@ExtendWith(RunningSystem.class)
@TestInstance(Lifecycle.PER_CLASS)
class RebuildIT {

    /** Their events are some more than a service handles in one transaction. */
    private static final int ORDERS = 600;

    private final Orderflow orderflow;
    private long ordersBefore;
    private long firstProduct;
    private long lastProduct;
    private long lastOrder;

    RebuildIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    private enum Model {
        ORDERS(Service.ORDER_COMMAND, "orders", "order_view"),
        PRODUCTS(Service.INVENTORY_COMMAND, "products", "product_view");

        private final Service service;
        private final String projection;
        private final String table;

        Model(Service service, String projection, String table) {
            this.service = service;
            this.projection = projection;
            this.table = table;
        }
    }

    @BeforeAll
    void fill() {
        ordersBefore = orderflow.all(Service.ORDER_COMMAND, "/orders").size();
        firstProduct = orderflow.addProduct("Cup", ORDERS);
        List<Long> placed = IntStream.range(0, ORDERS)
                .parallel()
                .mapToObj(number -> orderflow.placed(line(firstProduct, number % 7 == 0 ? ORDERS + 1 : 1)))
                .toList();
        placed.forEach(orderflow::ended);
        lastOrder = placed.stream().max(Long::compare).orElseThrow();
        lastProduct = orderflow.addProduct("Saucer", 7);
        await("the views").atMost(PATIENCE).until(() -> behind(Model.ORDERS) == 0 && behind(Model.PRODUCTS) == 0);
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameWhileOrdersGoOn(Model model) {
        long product = orderflow.addProduct("Plate", 100_000);
        List<JsonNode> expected = filled(model);
        List<Long> accepted;
        try (Load load = new Load(orderflow, List.of(product));
                Reader reader = new Reader(model, expected)) {
            load.awaitMore(20);
            JsonNode rebuild = ended(model, startRebuild(model));
            assertThat(rebuild.get("state").asString()).as("%s", rebuild).isEqualTo("finished");
            assertThat(rebuild.get("processed")).isEqualTo(rebuild.get("total"));
            load.awaitMore(20);
            load.stop(PATIENCE);
            accepted = load.accepted();
            reader.assertSawNothingElse();
        }

        assertThat(filled(model)).isEqualTo(expected);
        accepted.forEach(orderflow::ended);
        await("the last view").atMost(PATIENCE).until(() -> behind(model) == 0);
        assertThat(orderflow.all(Service.ORDER_COMMAND, "/orders"))
                .filteredOn(order -> accepted.contains(order.get("id").asLong()))
                .hasSize(accepted.size())
                .noneMatch(order -> order.get("status").asString().equals("pending"));
        assertThat(stockInList(product)).isEqualTo(orderflow.stockOf(product));
    }

    @ParameterizedTest
    @EnumSource
    void survivesAKillInTheMiddle(Model model) throws Exception {
        long product = orderflow.addProduct("Plate", 100_000);
        List<JsonNode> expected = filled(model);
        try (Load load = new Load(orderflow, List.of(product));
                Reader reader = new Reader(model, expected)) {
            String rebuild;
            try (Connection database = connect(model)) {
                database.setAutoCommit(false);
                rebuild = startRebuild(model);
                holdAtTheLast(model, database);
                await("the rebuild to stand still").atMost(PATIENCE).until(() -> isWaiting(database));
                JsonNode progress = progress(model, rebuild);
                assertThat(progress.get("state").asString()).isEqualTo("running");
                assertThat(progress.get("processed").asLong()).isPositive();
                ServiceProcess service = orderflow.stack().service(model.service);
                service.kill();
                load.stop(PATIENCE);
                await("its restart").atMost(PATIENCE).until(service::isAlive);
                service.awaitHealthy();
                assertThat(progress(model, rebuild).get("state").asString()).isEqualTo("running");
                database.rollback();
            }
            assertThat(ended(model, rebuild).get("state").asString()).isEqualTo("finished");
            reader.assertSawNothingElse();
            load.accepted().forEach(orderflow::ended);
        }
        assertThat(filled(model)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void bringsBackWhatWasLost(Model model) throws Exception {
        List<JsonNode> expected = filled(model);
        try (Connection database = connect(model);
                Statement statement = database.createStatement()) {
            statement.execute("TRUNCATE " + model.table);
        }
        assertThat(filled(model)).isEmpty();

        ended(model, startRebuild(model));

        assertThat(filled(model)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void isOneAtATimeAndKnownByItsName(Model model) throws Exception {
        String rebuild;
        try (Connection reading = connect(model);
                Statement statement = reading.createStatement()) {
            reading.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM " + model.table);
            rebuild = startRebuild(model);

            JsonResponse another = orderflow.post(model.service, "/projections/" + model.projection + "/rebuild", "");

            assertThat(another.status()).isEqualTo(409);
            assertThat(another.text("detail")).isEqualTo("A rebuild of " + model.projection + " is running");
            assertThat(status(model).get("state").asString()).isEqualTo("rebuilding");
        }
        ended(model, rebuild);
        assertThat(status(model).get("state").asString()).isEqualTo("live");
        assertThat(orderflow
                        .post(model.service, "/projections/rumours/rebuild", "")
                        .status())
                .isEqualTo(404);
        assertThat(orderflow
                        .get(model.service, "/projections/" + model.projection + "/rebuilds/999")
                        .status())
                .isEqualTo(404);
    }

    /** What is filled in before the tests and has come to its end. */
    private List<JsonNode> filled(Model model) {
        return model == Model.ORDERS
                ? orderflow
                        .get(model.service, "/orders?skip=%s&limit=%s".formatted(ordersBefore, ORDERS))
                        .rows()
                : orderflow.get(model.service, "/products").rows().stream()
                        .filter(product -> product.get("id").asLong() >= firstProduct
                                && product.get("id").asLong() <= lastProduct)
                        .toList();
    }

    /** Lets the rebuild wait at the last row that was filled in: another transaction has it. */
    private void holdAtTheLast(Model model, Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("INSERT INTO rebuild." + model.table
                    + (model == Model.ORDERS
                            ? " VALUES (%s, 0, 'PENDING', NULL, 0, now())".formatted(lastOrder)
                            : " VALUES (%s, 0, '', 0)".formatted(lastProduct)));
        }
    }

    private static boolean isWaiting(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet waiting = statement.executeQuery("SELECT EXISTS (SELECT 1 FROM pg_stat_activity"
                        + " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))")) {
            waiting.next();
            return waiting.getBoolean(1);
        }
    }

    private String startRebuild(Model model) {
        JsonResponse started = orderflow.post(model.service, "/projections/" + model.projection + "/rebuild", "");
        assertThat(started.status()).as("%s", started.body()).isEqualTo(202);
        return started.location();
    }

    private JsonNode ended(Model model, String rebuild) {
        return await("the end of " + rebuild)
                .atMost(PATIENCE)
                .until(
                        () -> progress(model, rebuild),
                        progress -> !progress.get("state").asString().equals("running"));
    }

    private JsonNode progress(Model model, String rebuild) {
        return orderflow.get(model.service, rebuild).body();
    }

    private JsonNode status(Model model) {
        return orderflow.get(model.service, "/projections").rows().get(0);
    }

    private long behind(Model model) {
        return status(model).get("behind").asLong();
    }

    private long stockInList(long product) {
        return orderflow.get(Service.INVENTORY_COMMAND, "/products").rows().stream()
                .filter(row -> row.get("id").asLong() == product)
                .findFirst()
                .orElseThrow()
                .get("stock")
                .asLong();
    }

    private Connection connect(Model model) throws SQLException {
        return orderflow.database(model.service);
    }

    /** Goes on reading what was filled in, and remembers every other answer than the expected one. */
    private final class Reader implements AutoCloseable {

        private static final int ENOUGH = 10;
        private static final Duration BETWEEN_READS = Duration.ofMillis(20);

        private final Model model;
        private final List<JsonNode> expected;
        private final List<List<JsonNode>> others = new CopyOnWriteArrayList<>();
        private final Thread thread = new Thread(this::read, "reader");
        private volatile int answers;

        Reader(Model model, List<JsonNode> expected) {
            this.model = model;
            this.expected = new ArrayList<>(expected);
            thread.start();
        }

        void assertSawNothingElse() {
            int before = answers;
            await("more answers").atMost(PATIENCE).until(() -> answers > before + ENOUGH);
            assertThat(others).isEmpty();
        }

        @Override
        public void close() {
            thread.interrupt();
        }

        private void read() {
            try {
                while (true) {
                    readOnce();
                    Pause.of(BETWEEN_READS);
                }
            } catch (StackException e) {
                // Interrupted, as the reader is closed.
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // by this thread alone
        private void readOnce() {
            try {
                List<JsonNode> rows = filled(model);
                if (!rows.equals(expected)) {
                    others.add(rows);
                }
                answers++;
            } catch (UncheckedIOException e) {
                // The service was killed, and is not back yet.
            }
        }
    }
}
