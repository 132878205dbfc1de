package io.orderflow.eventstore.processing;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.processing.ProcessorPositions.SegmentPosition;
import io.orderflow.eventstore.processing.SegmentsTest.Gauges;
import io.orderflow.eventstore.processing.SegmentsTest.Handlers;
import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Instances share the segments of each processor among them, whoever comes, goes or is not heard of any more. */
@Timeout(120)
class SharedSegmentsTest {

    private static final String PROCESSOR = "gauges";
    private static final int STATIONS = 40;
    private static final int ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<StoredEvents> stations =
            Stream.generate(StoredEvents::new).limit(STATIONS).toList();
    private final String database = StoreApplication.newDatabase("shared_" + System.nanoTime());
    private final Gauges gauges = new Gauges();
    private ConfigurableApplicationContext first;

    @BeforeEach
    void start() {
        Handlers.gauges = gauges;
        first = instance();
    }

    @AfterEach
    void stop() {
        first.close();
    }

    @Test
    void eachInstanceHasItsShare_andNoEventIsMissedOrHandledTwice() {
        awaitShares(4L);
        for (int round = 0; round < ROUNDS; round++) {
            publish(round);
        }
        try (ConfigurableApplicationContext second = instance()) {
            for (int round = ROUNDS; round < 2 * ROUNDS; round++) {
                publish(round);
            }
            awaitShares(2L, 2L);
            assertThat(second.isRunning()).isTrue();
            for (int round = 2 * ROUNDS; round < 3 * ROUNDS; round++) {
                publish(round);
            }
        }
        awaitShares(4L);
        publish(3 * ROUNDS);

        int all = STATIONS * (3 * ROUNDS + 1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gauges.handled()).hasSize(all));
        assertThat(stations)
                .allSatisfy(station -> assertThat(gauges.handledOf(station.station))
                        .containsExactlyElementsOf(Stream.iterate(0, number -> number + 1)
                                .limit(3 * ROUNDS + 1)
                                .map(station::id)
                                .toList()));
    }

    @Test
    void theSegmentsOfAnInstanceThatIsNotHeardOfGoToTheOthers() {
        awaitShares(4L);
        jdbc().update("INSERT INTO live_instance VALUES ('dead', clock_timestamp() + interval '1 hour')");
        awaitShares(2L);
        assertThat(jdbc().update(
                                "UPDATE token_entry SET owner = 'dead', timestamp = ? WHERE owner IS NULL",
                                Instant.now().toString()))
                .isPositive();
        jdbc().update("DELETE FROM live_instance WHERE name = 'dead'");

        awaitShares(4L);
    }

    @Test
    void aSegmentThatIsBeingWorkedOnKeepsNobodyFromTheOthers() {
        awaitShares(4L);
        first.close();
        DriverManagerDataSource worker = new DriverManagerDataSource(database);
        new TransactionTemplate(new DataSourceTransactionManager(worker)).executeWithoutResult(transaction -> {
            new JdbcTemplate(worker).execute("SELECT FROM token_entry WHERE segment = 0 FOR UPDATE");
            first = instance();
            awaitShares(3L);
        });

        awaitShares(4L);
    }

    private void awaitShares(Long... shares) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(first.getBean(ProcessorPositions.class).segmentsOf(PROCESSOR).stream()
                                .map(SegmentPosition::owner)
                                .filter(Objects::nonNull)
                                .collect(groupingBy(owner -> owner, counting()))
                                .values())
                        .containsExactly(shares));
    }

    private JdbcTemplate jdbc() {
        return first.getBean(JdbcTemplate.class);
    }

    private void publish(int sequence) {
        List<DomainEventMessage<?>> events = stations.stream()
                .<DomainEventMessage<?>>map(station -> station.event(sequence))
                .toList();
        EventStore store = first.getBean("eventBus", EventStore.class);
        first.getBean(EventTransactions.class).execute(() -> store.publish(events));
    }

    private ConfigurableApplicationContext instance() {
        return new SpringApplicationBuilder(StoreApplication.class)
                .sources(Handlers.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--" + StoreApplication.CONFIGURATION,
                        "--" + StoreApplication.NAME,
                        "--orderflow.processors.segments=4",
                        "--spring.datasource.url=" + database);
    }
}
