package io.orderflow.eventstore.processing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** However many segments a processor has, and whoever changes their number, each event is handled once, in the order of its aggregate. */
@Timeout(120)
class SegmentsTest {

    private static final int STATIONS = 40;

    private final List<StoredEvents> stations =
            Stream.generate(StoredEvents::new).limit(STATIONS).toList();
    private final String database = StoreApplication.newDatabase("segments_" + System.nanoTime());
    private ConfigurableApplicationContext service;
    private Gauges gauges;

    @BeforeEach
    void install() {
        gauges = new Gauges();
        Handlers.gauges = gauges;
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void eventsOfAnAggregateAreHandledInTheirOrder_byOneOfSeveralThreads() {
        start(4);

        publish(0, 5);

        await().untilAsserted(() -> assertThat(gauges.handled).hasSize(STATIONS * 5));
        assertHandledOnceInOrder(5);
        Map<String, Set<String>> threads =
                gauges.handled.stream().collect(groupingBy(Handled::station, mapping(Handled::thread, toSet())));
        assertThat(threads.values()).allSatisfy(ofOne -> assertThat(ofOne).hasSize(1));
        assertThat(threads.values().stream().distinct()).hasSize(4);
    }

    @Test
    void ofAnEventThatIsAboutSeveralThingsEachIsHandledOnce() {
        start(4);
        Towns towns = service.getBean(Towns.class);
        List<String> names = Stream.iterate(1, number -> number + 1)
                .limit(20)
                .map(number -> "town " + number)
                .toList();

        service.getBean(EventTransactions.class)
                .execute(() -> store().publish(
                                GenericEventMessage.asEventMessage(new RainFell(String.join(",", names), 1)),
                                GenericEventMessage.asEventMessage(new RainFell("town 3", 1))));

        await().untilAsserted(() -> assertThat(towns.wet).hasSize(21));
        assertThat(towns.wet).containsAll(names).filteredOn("town 3"::equals).hasSize(2);
    }

    @Test
    void theirNumberMayChange() {
        start(1);
        publish(0, 2);
        await().untilAsserted(() -> assertThat(gauges.handled).hasSize(STATIONS * 2));

        restart(4);
        publish(2, 4);
        await().untilAsserted(() -> assertThat(gauges.handled).hasSize(STATIONS * 4));
        await().until(() -> segmentsAtTheEnd() == 4);

        restart(2);
        assertThat(segments("gauges")).containsExactly(0, 1);
        publish(4, 6);
        await().untilAsserted(() -> assertThat(gauges.handled).hasSize(STATIONS * 6));
        assertHandledOnceInOrder(6);
    }

    @Test
    void whileOneOfThemIsBehind_theyDoNotBecomeFewer() {
        start(4);
        publish(0, 2);
        await().untilAsserted(() -> assertThat(gauges.handled).hasSize(STATIONS * 2));
        gauges.broken = stations.get(0).station;
        publish(2, 4);
        await("all but the segment that fails to be at the end").until(() -> segmentsAtTheEnd() == 3);
        service.close();
        gauges.broken = "";

        start(1);

        assertThat(segments("gauges")).containsExactly(0, 1, 2, 3);
        await().untilAsserted(() -> assertThat(gauges.handled).hasSize(STATIONS * 4));
        await().until(() -> segmentsAtTheEnd() == 4);

        restart(1);

        assertThat(segments("gauges")).containsExactly(0);
        publish(4, 5);
        await().untilAsserted(() -> assertThat(gauges.handled).hasSize(STATIONS * 5));
        assertHandledOnceInOrder(5);
    }

    @Test
    void instancesThatStartTogetherDivideTheWorkOnce() {
        start(1);
        publish(0, 1);
        await().untilAsserted(() -> assertThat(gauges.handled).hasSize(STATIONS));
        ProcessorSegments eight = new ProcessorSegments(
                8,
                service.getBean(Serializer.class),
                service.getBean(JdbcTemplate.class),
                new TransactionTemplate(service.getBean(PlatformTransactionManager.class)));

        Stream.generate(() -> CompletableFuture.runAsync(() -> eight.adjust("gauges")))
                .limit(4)
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(segments("gauges")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        publish(1, 2);
        await("the instance, which has one thread, to handle one segment's").until(() -> segmentsAtTheEnd() == 1);
        assertThat(gauges.handled).hasSizeLessThan(2 * STATIONS).doesNotHaveDuplicates();
    }

    private void start(int segments) {
        service = new SpringApplicationBuilder(StoreApplication.class)
                .sources(Handlers.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--" + StoreApplication.CONFIGURATION,
                        "--" + StoreApplication.NAME,
                        "--orderflow.processors.segments=" + segments,
                        "--spring.datasource.url=" + database);
    }

    private void restart(int segments) {
        service.close();
        start(segments);
    }

    private EventStore store() {
        return service.getBean("eventBus", EventStore.class);
    }

    private void publish(int from, int to) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        for (int sequence = from; sequence < to; sequence++) {
            for (StoredEvents station : stations) {
                events.add(station.event(sequence));
            }
        }
        service.getBean(EventTransactions.class).execute(() -> store().publish(events));
    }

    private void assertHandledOnceInOrder(int events) {
        assertThat(stations)
                .allSatisfy(station -> assertThat(gauges.handledOf(station.station))
                        .containsExactlyElementsOf(Stream.iterate(0, number -> number + 1)
                                .limit(events)
                                .map(station::id)
                                .toList()));
    }

    private long segmentsAtTheEnd() {
        ProcessorPositions positions = service.getBean(ProcessorPositions.class);
        long end = positions.head();
        return positions.segmentsOf("gauges").stream()
                .filter(segment -> segment.position().orElse(0) == end)
                .count();
    }

    private List<Integer> segments(String processor) {
        return service.getBean(ProcessorPositions.class).segmentsOf(processor).stream()
                .map(ProcessorPositions.SegmentPosition::segment)
                .toList();
    }

    record Handled(String station, String event, String thread) {}

    /** Fails for one station as long as it is told to. */
    @ProcessingGroup("gauges")
    static class Gauges {

        private final List<Handled> handled = new CopyOnWriteArrayList<>();
        private volatile String broken = "";

        List<Handled> handled() {
            return handled;
        }

        /** The events of a station, in the order in which they were handled. */
        List<String> handledOf(String station) {
            return handled.stream()
                    .filter(done -> done.station().equals(station))
                    .map(Handled::event)
                    .toList();
        }

        @EventHandler
        void on(RainFell event, DomainEventMessage<?> message) {
            if (message.getAggregateIdentifier().equals(broken)) {
                throw new IllegalStateException("out of order");
            }
            currentBatch()
                    .add(new Handled(
                            message.getAggregateIdentifier(),
                            message.getIdentifier(),
                            Thread.currentThread().getName()));
        }

        private List<Handled> currentBatch() {
            UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
            return unitOfWork.getOrComputeResource(Gauges.class.getName(), key -> {
                List<Handled> batch = new ArrayList<>();
                unitOfWork.afterCommit(committed -> handled.addAll(batch));
                return batch;
            });
        }
    }

    @ProcessingGroup("towns")
    static class Towns {

        private final List<String> wet = new CopyOnWriteArrayList<>();

        @EventHandler
        void on(RainFell event) {
            List<String> own = townsOf(event).filter(CurrentSegment::has).toList();
            CurrentUnitOfWork.get().afterCommit(committed -> wet.addAll(own));
        }

        static Stream<String> townsOf(RainFell event) {
            return Arrays.stream(event.place().split(","));
        }
    }

    static class Handlers {

        static Gauges gauges;

        /** The same for all instances. */
        @Bean
        Gauges gauges() {
            return gauges;
        }

        @Bean
        Towns towns() {
            return new Towns();
        }

        @Bean
        SegmentKeys byTown() {
            return new SegmentKeys(
                    "towns", event -> event instanceof RainFell rain ? Towns.townsOf(rain) : Stream.of());
        }
    }
}
