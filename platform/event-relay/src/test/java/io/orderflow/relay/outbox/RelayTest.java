package io.orderflow.relay.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.sample.Weather.SunShone;
import io.orderflow.eventstore.sample.Weather.ThermometerRead;
import io.orderflow.eventstore.tracing.RecordedSpans;
import io.orderflow.eventstore.tracing.TraceParent;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.sample.FakeBroker;
import io.orderflow.relay.sample.Outbox;
import io.orderflow.relay.sample.WeatherMessages;
import io.orderflow.relay.sample.Wire;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.topology.QueueType;
import io.orderflow.relay.wire.EventMessageWriter;
import io.orderflow.relay.wire.ForeignEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private final FakeBroker broker = new FakeBroker();
    private final RecordedSpans recorded = new RecordedSpans();
    private final InMemoryEventStorageEngine storage = new InMemoryEventStorageEngine();
    private final EmbeddedEventStore store =
            EmbeddedEventStore.builder().storageEngine(storage).build();
    private final InMemoryTokenStore tokens = new InMemoryTokenStore();
    private static final EventRelayProperties TOPOLOGY = new EventRelayProperties(
            "exchange", QueueType.CLASSIC, null, null, null, null, null, null, Duration.ofSeconds(10));

    private final Timer confirms = new SimpleMeterRegistry().timer("confirms");
    private final TrackingEventProcessor processor = new ImpatientProcessor(TrackingEventProcessor.builder()
            .name(Relay.PROCESSOR)
            .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                    .eventHandlers(new Relay(
                            WeatherMessages.PUBLISHED,
                            new EventMessageWriter(Wire.converter(WeatherMessages.PUBLISHED), "exchange"),
                            new ManifestWriter(TOPOLOGY, new Partitions(TOPOLOGY, 1)),
                            () -> new ConfirmingPublisher(broker.connections, Duration.ofSeconds(10)),
                            recorded.tracing(),
                            confirms))
                    .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                    .build())
            .messageSource(store)
            .tokenStore(tokens)
            .transactionManager(NoTransactionManager.instance())
            .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                    .andEventAvailabilityTimeout(10, TimeUnit.MILLISECONDS)
                    .andBatchSize(100)
                    .andInitialTrackingToken(StreamableMessageSource::createTailToken)));

    private long nextSequence;

    @AfterEach
    void stop() {
        processor.shutDown();
        store.shutDown();
    }

    @Test
    void givenOwnEvents_whenRelayed_thenTheyArePublishedInTheirOrder() {
        append(new RainFell("Ulm", 1), new SunShone("Bonn"), new RainFell("Ulm", 2));

        processor.start();

        awaitToken(2);
        assertThat(broker.received)
                .containsExactly("{\"place\":\"Ulm\",\"millimetres\":1} {\"place\":\"Bonn\"}"
                        + " {\"place\":\"Ulm\",\"millimetres\":2}");
        assertThat(confirms.count()).isEqualTo(1);
        assertThat(confirms.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }

    @Test
    void givenInternalEvents_whenRelayed_thenTheyArePassedOver() {
        append(new ThermometerRead(20), new SunShone("Bonn"), new ThermometerRead(21));

        processor.start();

        awaitToken(2);
        assertThat(broker.received).containsExactly("{\"place\":\"Bonn\"}");
    }

    @Test
    void givenEventsOfAnotherService_whenRelayed_thenTheyAreNotSentBack() {
        store.publish(
                event(new RainFell("Ulm", 1)).andMetaData(Map.of(ForeignEvents.TIMESTAMP, "2026-07-01T12:00:00Z")));
        append(new SunShone("Bonn"));

        processor.start();

        awaitToken(1);
        assertThat(broker.received).containsExactly("{\"place\":\"Bonn\"}");
    }

    @Test
    void givenOnlyEventsToPassOver_whenRelayed_thenTheBrokerIsLeftAlone() {
        append(new ThermometerRead(20), new ThermometerRead(21));

        processor.start();

        awaitToken(1);
        assertThat(broker.channels).isEmpty();
    }

    @Test
    void givenMetadataThatAmqpDoesNotKnow_whenRelayed_thenItTravelsAsText() {
        UUID trace = UUID.fromString("2f4a1f6e-9a0c-4d0e-8a2b-0f7f3a1c5d11");

        OutgoingMessage message = Outbox.message(
                WeatherMessages.PUBLISHED,
                event(new SunShone("Bonn")).andMetaData(Map.of("trace", trace, "at", Instant.EPOCH)));

        assertThat(Wire.deliver(message).getMessageProperties().getHeaders())
                .containsEntry("axon-metadata-trace", trace.toString())
                .containsEntry("axon-metadata-at", "1970-01-01T00:00:00Z");
    }

    @Test
    void givenAnEventOfATrace_whenItIsSentTwice_thenBothAreSeenInTheTraceAndWhatFollowsIsBelowThem() {
        Span request = recorded.request();
        store.publish(TraceParent.follow(request, event(new SunShone("Bonn"))));
        broker.answer(refused -> false);

        processor.start();

        awaitToken(0);
        assertThat(recorded.ended())
                .extracting(SpanData::getName, SpanData::getParentSpanId)
                .containsOnly(tuple(
                        "publish weather.SunShone", request.getSpanContext().getSpanId()));
        assertThat(recorded.ended())
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
        assertThat(broker.messages)
                .extracting(message ->
                        message.properties().getHeaders().get("traceparent").toString())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains(recorded.ended().get(0).getSpanId()),
                        second -> assertThat(second)
                                .contains(recorded.ended().get(1).getSpanId()));
    }

    @Test
    void givenTheBrokerDoesNotConfirm_whenRelayed_thenThePositionStaysAndTheBatchIsSentAgain() {
        CountDownLatch third = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        append(new RainFell("Ulm", 1), new RainFell("Ulm", 2));
        broker.answer(refused -> false, refused -> false, waits -> {
            third.countDown();
            looked.await();
            return true;
        });

        processor.start();

        await().until(() -> third.getCount() == 0);
        assertThat(position())
                .as("after two failures, while the third try waits")
                .isNegative();
        looked.countDown();
        awaitToken(1);
        String batch = "{\"place\":\"Ulm\",\"millimetres\":1} {\"place\":\"Ulm\",\"millimetres\":2}";
        assertThat(broker.received).containsExactly(batch, batch, batch);
    }

    @Test
    void givenTheBrokerCameBack_whenMoreHappens_thenNothingIsSkippedOrSentTwice() {
        append(new RainFell("Ulm", 1));
        broker.answer(refused -> false);
        processor.start();
        awaitToken(0);

        append(new RainFell("Ulm", 2));

        awaitToken(1);
        assertThat(broker.received)
                .containsExactly(
                        "{\"place\":\"Ulm\",\"millimetres\":1}",
                        "{\"place\":\"Ulm\",\"millimetres\":1}",
                        "{\"place\":\"Ulm\",\"millimetres\":2}");
    }

    private void append(Object... events) {
        for (Object event : events) {
            store.publish(event(event));
        }
    }

    private GenericDomainEventMessage<Object> event(Object payload) {
        return new GenericDomainEventMessage<>("Station", "station", nextSequence++, payload);
    }

    private void awaitToken(long position) {
        await().untilAsserted(() -> assertThat(position()).isEqualTo(position));
    }

    private long position() {
        TrackingToken token = tokens.fetchToken(Relay.PROCESSOR, 0);
        return token == null ? -1 : token.position().orElse(-1);
    }

    /** Tries again at once. */
    private static final class ImpatientProcessor extends TrackingEventProcessor {

        ImpatientProcessor(Builder builder) {
            super(builder);
        }

        @Override
        protected void doSleepFor(long millisToSleep) {
            super.doSleepFor(Math.min(millisToSleep, 1));
        }
    }
}
