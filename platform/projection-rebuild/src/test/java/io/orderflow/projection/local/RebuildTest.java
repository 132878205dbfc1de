package io.orderflow.projection.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.projection.ProjectionStatus;
import io.orderflow.projection.Rebuild;
import io.orderflow.projection.Rebuild.State;
import io.orderflow.projection.RebuildRunningException;
import io.orderflow.projection.local.RebuildApplication.Stations;
import io.orderflow.relay.sample.OrderPlacedUpcaster;
import io.orderflow.relay.sample.RelayApplication;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(
        classes = RebuildApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            RebuildTest.CONFIGURATION,
            StoreApplication.NAME,
            RelayApplication.EXCHANGE,
            RebuildTest.MIGRATIONS
        })
@Timeout(120)
class RebuildTest {

    static final String CONFIGURATION =
            "spring.config.import=classpath:event-store.yml,classpath:projection-rebuild.yml";

    static final String MIGRATIONS = "spring.flyway.locations=classpath:db/platform,classpath:db/rebuild-test";

    /** More than are handled in one transaction. */
    private static final int MANY = 1_100;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String station = "station-" + UUID.randomUUID();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    @Autowired
    @Qualifier("stationsProjection")
    private LocalProjection projection;

    @Autowired
    @Qualifier("pricesProjection")
    private LocalProjection prices;

    @Autowired
    private Stations stations;

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactionManager;

    @Value("${spring.datasource.url}")
    private String database;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        String url = StoreApplication.newDatabase("rebuild");
        properties.add("spring.datasource.url", () -> url);
    }

    @AfterEach
    void endRebuild() {
        mayGoOn.countDown();
        stations.interference = event -> {};
        if (!projection.isRunning()) {
            projection.start();
        }
        await().atMost(PATIENCE)
                .until(() -> projection.status().lastRebuild() == null
                        || projection.status().lastRebuild().state() != State.RUNNING);
    }

    @Test
    void givenAModelOfManyEvents_whenRebuilt_thenItIsTheSame() {
        appendUpTo(MANY);
        awaitLive(MANY);
        Map<String, List<Map<String, Object>>> before = model();
        String tables = identityOfTables();

        Rebuild finished = finished(projection.startRebuild());

        assertThat(finished.processed()).isEqualTo(finished.total()).isEqualTo(eventsInStore());
        assertThat(finished.percent()).isEqualTo(100);
        assertThat(finished.finishedAt()).isAfter(finished.startedAt());
        assertThat(model()).isEqualTo(before);
        assertThat(identityOfTables()).as("other tables").isNotEqualTo(tables);
        assertThat(shadowTables()).isEmpty();
    }

    @Test
    void givenAModelThatIsLostOrWrong_whenRebuilt_thenItIsAsItWas() {
        appendUpTo(10);
        awaitLive(10);
        Map<String, List<Map<String, Object>>> before = model();
        jdbc.execute("TRUNCATE station_view");
        jdbc.update("UPDATE station_view_fall SET place = 'nowhere'");

        finished(projection.startRebuild());

        assertThat(model()).isEqualTo(before);
    }

    @Test
    void givenManyRebuilds_whenOverAndOver_thenTablesKeepTheirDefinition() {
        String before = definition();

        finished(projection.startRebuild());
        finished(projection.startRebuild());

        assertThat(definition())
                .isEqualTo(before)
                .contains("CHECK", "station_view_pkey", "station_view_millimetres_id_idx");
    }

    @Test
    void givenARebuildIsRunning_whenEventsCome_thenReadersSeeThemBeforeAndAfterItsEnd() throws Exception {
        appendUpTo(10);
        awaitLive(10);
        holdRebuildAt(5);
        Rebuild rebuild = projection.startRebuild();
        reached.await();

        append(10, 20);

        awaitLive(20);
        assertThat(projection.rebuild(rebuild.id()))
                .get()
                .extracting(Rebuild::state)
                .isEqualTo(State.RUNNING);
        assertThat(projection.status().state()).isEqualTo(ProjectionStatus.State.REBUILDING);
        mayGoOn.countDown();
        finished(rebuild);
        assertThat(millimetres()).isEqualTo(20);
        append(20, 25);
        awaitLive(25);
        assertThat(places()).isEqualTo(25);
    }

    @Test
    void givenAnEventWhoseTransactionIsOpen_whenTheRebuildHasPassedIt_thenItIsInTheNewModelAllTheSame()
            throws Exception {
        CountDownLatch mayCommit = new CountDownLatch(1);
        CompletableFuture<Void> slow = appendSlowly(0, mayCommit);
        String later = "station-" + UUID.randomUUID();
        store.publish(rain(later, 0));
        holdRebuildAt(later + "-0");
        Rebuild rebuild = projection.startRebuild();
        reached.await();

        mayCommit.countDown();
        slow.get();
        awaitLive(1);
        mayGoOn.countDown();

        finished(rebuild);
        assertThat(millimetres()).isEqualTo(1);
    }

    @Test
    void givenAnEventWhoseTransactionIsOpen_whenTheRebuildHasFinishedBefore_thenTheLiveProcessorAddsIt()
            throws Exception {
        CountDownLatch mayCommit = new CountDownLatch(1);
        CompletableFuture<Void> slow = appendSlowly(0, mayCommit);
        store.publish(rain("station-" + UUID.randomUUID(), 0));

        finished(projection.startRebuild());
        mayCommit.countDown();
        slow.get();

        awaitLive(1);
    }

    @Test
    void givenAnEventThatIsNotHandled_whenRebuilt_thenItFailsWithTheReasonAndTheLiveModelIsAsItWas() {
        appendUpTo(10);
        awaitLive(10);
        Map<String, List<Map<String, Object>>> before = model();
        stations.interference = event -> {
            if (inRebuild() && event.getIdentifier().equals(id(7))) {
                throw new IllegalStateException("it rains cats and dogs\nand so on");
            }
        };

        Rebuild failed = ended(projection.startRebuild());

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.reason())
                .startsWith("RainFell " + id(7) + ", number ")
                .endsWith(" of the event store: it rains cats and dogs");
        assertThat(failed.finishedAt()).isNotNull();
        assertThat(shadowTables()).isEmpty();
        assertThat(model()).isEqualTo(before);
        assertThat(projection.status().state()).isEqualTo(ProjectionStatus.State.LIVE);
        stations.interference = event -> {};
        Rebuild another = finished(projection.startRebuild());
        assertThat(another.id()).isEqualTo(failed.id() + 1);
        assertThat(model()).isEqualTo(before);
    }

    @Test
    void givenAnEventThatTheTablesDoNotTake_whenRebuilt_thenTheReasonNamesTheEvent() {
        appendUpTo(10);
        awaitLive(10);
        // Of the tables' readers and writers, only the next table of this definition will mind.
        jdbc.execute(
                "ALTER TABLE station_view_fall ADD CHECK (station_id <> '" + station + "' OR position <> 4) NOT VALID");
        try {
            Rebuild failed = ended(projection.startRebuild());

            assertThat(failed.state()).isEqualTo(State.FAILED);
            assertThat(failed.reason())
                    .startsWith("RainFell " + id(4) + ", number ")
                    .contains("violates check constraint");
        } finally {
            jdbc.execute("ALTER TABLE station_view_fall DROP CONSTRAINT station_view_fall_check");
        }
    }

    @Test
    void givenARebuildIsRunning_whenAnotherIsAskedFor_thenItIsRefusedAndThoseOfOtherProjectionsAreNot()
            throws Exception {
        appendUpTo(1);
        holdRebuildAt(0);
        Rebuild rebuild = projection.startRebuild();
        reached.await();

        assertThatExceptionOfType(RebuildRunningException.class)
                .isThrownBy(projection::startRebuild)
                .withMessage("A rebuild of stations is running");
        finished(prices, prices.startRebuild());

        mayGoOn.countDown();
        finished(rebuild);
    }

    @Test
    void givenTheServiceStoppedInTheMiddle_whenItIsStartedAgain_thenTheRebuildGoesOnWhereItWas() throws Exception {
        appendUpTo(MANY);
        awaitLive(MANY);
        Map<String, List<Map<String, Object>>> before = model();
        holdRebuildAt(MANY - 1);
        Rebuild rebuild = projection.startRebuild();
        reached.await();
        projection.stop();
        long done = projection.rebuild(rebuild.id()).orElseThrow().processed();
        assertThat(done).isPositive();

        Set<String> handled = ConcurrentHashMap.newKeySet();
        stations.interference = event -> {
            if (inRebuild()) {
                handled.add(event.getIdentifier());
            }
        };
        projection.start();

        finished(rebuild);
        assertThat(handled).contains(id(MANY - 1)).doesNotContain(id(0)).hasSizeLessThanOrEqualTo(MANY);
        assertThat(model()).isEqualTo(before);
    }

    @Test
    void givenARebuildIsRunning_whenAnotherInstanceStartsAndThisOneStops_thenThatOneFinishesIt() throws Exception {
        appendUpTo(10);
        awaitLive(10);
        Map<String, List<Map<String, Object>>> before = model();
        holdRebuildAt(9);
        Rebuild rebuild = projection.startRebuild();
        reached.await();

        try (ConfigurableApplicationContext another = new SpringApplicationBuilder(RebuildApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--" + CONFIGURATION,
                        "--" + StoreApplication.NAME,
                        "--" + RelayApplication.EXCHANGE,
                        "--" + MIGRATIONS,
                        "--spring.datasource.url=" + database)) {
            assertThat(another.isRunning()).isTrue();
            projection.stop();

            finished(rebuild);
        }
        assertThat(model()).isEqualTo(before);
    }

    @Test
    void givenAReaderThatDoesNotLeaveTheTables_whenTheRebuildIsAtItsEnd_thenItWaitsAndOthersReadMeanwhile() {
        appendUpTo(10);
        awaitLive(10);

        Rebuild rebuild = new TransactionTemplate(transactionManager).execute(reading -> {
            jdbc.queryForList("SELECT * FROM station_view");
            Rebuild started =
                    CompletableFuture.supplyAsync(projection::startRebuild).join();
            await("a try to lock the tables").atMost(PATIENCE).until(this::isWaitingForTables);
            await("its end").atMost(PATIENCE).until(() -> !isWaitingForTables());
            assertThat(CompletableFuture.supplyAsync(this::millimetres).join()).isEqualTo(10);
            assertThat(jdbc.queryForObject(
                            "SELECT failures FROM projection_rebuild WHERE state = 'running'", Integer.class))
                    .as("failures")
                    .isZero();
            return started;
        });

        finished(rebuild);
    }

    @Test
    void givenAProcessorThatCannotGoOn_whenAskedForItsState_thenItIsStuckAndBehind() {
        appendUpTo(1);
        awaitLive(1);
        ProjectionStatus good = projection.status();
        assertThat(good.name()).isEqualTo("stations");
        assertThat(good.state()).isEqualTo(ProjectionStatus.State.LIVE);
        await().untilAsserted(() -> {
            assertThat(projection.status().behind()).isZero();
            assertThat(projection.status().position()).isEqualTo(lastIndex());
        });

        stations.interference = event -> {
            throw new IllegalStateException("a bug");
        };
        append(1, 3);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(projection.status().state()).isEqualTo(ProjectionStatus.State.STUCK);
            assertThat(projection.status().behind()).isEqualTo(2);
        });
        stations.interference = event -> {};
        awaitLive(3);
    }

    @Test
    void givenAStoredEventOfAnOldRevision_whenRead_thenItIsTheEventAsItWouldBeToday() {
        String order = storeOldOrder();

        assertThat(store.readEvents(order).next().getPayload()).isEqualTo(OrderPlacedUpcaster.SAMPLE);
    }

    @Test
    void givenAStoredEventOfAnOldRevision_whenRebuilt_thenItIsInTheModel() {
        storeOldOrder();
        await().atMost(PATIENCE).until(() -> !prices().isEmpty());
        jdbc.execute("TRUNCATE price_view");

        finished(prices, prices.startRebuild());

        assertThat(prices()).containsExactly(new BigDecimal("3000.00"));
    }

    @Test
    void givenHandlersThatGatherEvents_whenTheTableDoesNotTakeOne_thenTheReasonNamesIt() {
        storeOldOrder();
        await().atMost(PATIENCE).until(() -> !prices().isEmpty());
        jdbc.execute("ALTER TABLE price_view ADD CHECK (total_price < 0) NOT VALID");
        try {
            Rebuild failed = ended(prices, prices.startRebuild());

            assertThat(failed.reason())
                    .startsWith("OrderPlaced " + firstOrderPlaced() + ", number ")
                    .contains("violates check constraint");
            assertThat(prices()).containsExactly(new BigDecimal("3000.00"));
        } finally {
            jdbc.execute("ALTER TABLE price_view DROP CONSTRAINT price_view_total_price_check");
        }
    }

    private String storeOldOrder() {
        String order = "order-" + UUID.randomUUID();
        jdbc.update(
                "INSERT INTO domain_event_entry VALUES (nextval('domain_event_entry_seq'), ?, 0, 'Order', ?,"
                        + " '2026-07-01T12:00:01Z', ?, ?, ?, convert_to('{}', 'UTF8'))",
                order,
                UUID.randomUUID().toString(),
                OrderPlacedUpcaster.TYPE,
                OrderPlacedUpcaster.OLD_REVISION,
                OrderPlacedUpcaster.oldJson());
        return order;
    }

    private String firstOrderPlaced() {
        return jdbc.queryForObject(
                "SELECT event_identifier FROM domain_event_entry WHERE payload_type = 'OrderPlaced'"
                        + " ORDER BY global_index LIMIT 1",
                String.class);
    }

    private List<BigDecimal> prices() {
        return jdbc.queryForList("SELECT total_price FROM price_view", BigDecimal.class);
    }

    /** Lets the rebuild wait before it handles this event. */
    private void holdRebuildAt(long sequence) {
        holdRebuildAt(id(sequence));
    }

    private void holdRebuildAt(String identifier) {
        stations.interference = event -> {
            if (inRebuild() && event.getIdentifier().equals(identifier)) {
                reached.countDown();
                mayGoOn.await();
            }
        };
    }

    private static boolean inRebuild() {
        return Thread.currentThread().getName().equals("rebuild of stations");
    }

    private void appendUpTo(int events) {
        append(0, events);
    }

    private void append(int from, int to) {
        new TransactionTemplate(transactionManager)
                .executeWithoutResult(transaction -> store.publish(LongStream.range(from, to)
                        .mapToObj(sequence -> rain(station, sequence))
                        .toList()));
    }

    /** Returns when the event has its place in the store, in a transaction that stays open until it may commit. */
    private CompletableFuture<Void> appendSlowly(long sequence, CountDownLatch mayCommit) throws InterruptedException {
        CountDownLatch appended = new CountDownLatch(1);
        CompletableFuture<Void> transaction =
                CompletableFuture.runAsync(() -> new TransactionTemplate(transactionManager)
                        .executeWithoutResult(open -> {
                            engine.appendEvents(rain(station, sequence));
                            appended.countDown();
                            awaitLatch(mayCommit);
                        }));
        appended.await();
        return transaction;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DomainEventMessage<?> rain(String where, long sequence) {
        return new GenericDomainEventMessage<>(
                "Station", where, sequence, new RainFell("Ulm", 1), Map.of(), where + "-" + sequence, Instant.now());
    }

    private String id(long sequence) {
        return station + "-" + sequence;
    }

    private void awaitLive(int events) {
        await("the live model")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(millimetres()).isEqualTo(events));
    }

    private Rebuild finished(Rebuild rebuild) {
        return finished(projection, rebuild);
    }

    private static Rebuild finished(LocalProjection of, Rebuild rebuild) {
        Rebuild ended = ended(of, rebuild);
        assertThat(ended.state()).as("%s", ended).isEqualTo(State.FINISHED);
        return ended;
    }

    private Rebuild ended(Rebuild rebuild) {
        return ended(projection, rebuild);
    }

    private static Rebuild ended(LocalProjection of, Rebuild rebuild) {
        return await("the end of the rebuild")
                .atMost(PATIENCE)
                .until(() -> of.rebuild(rebuild.id()).orElseThrow(), now -> now.state() != State.RUNNING);
    }

    private int millimetres() {
        return jdbc.queryForList("SELECT millimetres FROM station_view WHERE id = ?", Integer.class, station).stream()
                .findFirst()
                .orElse(0);
    }

    private long places() {
        return jdbc.queryForObject("SELECT count(*) FROM station_view_fall WHERE station_id = ?", Long.class, station);
    }

    private Map<String, List<Map<String, Object>>> model() {
        return Map.of(
                "station_view", jdbc.queryForList("SELECT * FROM station_view ORDER BY id"),
                "station_view_fall",
                        jdbc.queryForList("SELECT * FROM station_view_fall ORDER BY station_id, position"));
    }

    private String identityOfTables() {
        return jdbc.queryForObject(
                "SELECT 'station_view'::regclass::oid || ' ' || 'station_view_fall'::regclass::oid", String.class);
    }

    private List<String> shadowTables() {
        return jdbc.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'rebuild'", String.class);
    }

    /** Columns, constraints and indexes. */
    private String definition() {
        return jdbc.queryForList("SELECT column_name, data_type, is_nullable FROM information_schema.columns"
                        + " WHERE table_name LIKE 'station_view%' ORDER BY table_name, ordinal_position")
                + jdbc.queryForList("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                                + " WHERE conrelid::regclass::text LIKE 'station_view%' ORDER BY conname")
                        .toString()
                + jdbc.queryForList(
                        "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'station_view%' ORDER BY indexname");
    }

    private boolean isWaitingForTables() {
        return jdbc.queryForObject(
                "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock')",
                Boolean.class);
    }

    private long eventsInStore() {
        return jdbc.queryForObject("SELECT count(*) FROM domain_event_entry", Long.class);
    }

    private long lastIndex() {
        return jdbc.queryForObject("SELECT max(global_index) FROM domain_event_entry", Long.class);
    }
}
