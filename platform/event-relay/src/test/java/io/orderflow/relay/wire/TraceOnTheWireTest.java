package io.orderflow.relay.wire;

import static io.orderflow.relay.sample.WeatherMessages.rain;
import static io.orderflow.relay.sample.WeatherMessages.reader;
import static io.orderflow.relay.sample.WeatherMessages.withHeader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.tracing.EventTracing;
import io.orderflow.eventstore.tracing.RecordedSpans;
import io.orderflow.relay.sample.Outbox;
import io.orderflow.relay.sample.WeatherMessages;
import io.orderflow.relay.sample.Wire;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;

/** What belongs to a trace still does on the other side of the broker. */
class TraceOnTheWireTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final EventMessage<?> TRACED = new GenericDomainEventMessage<>(
            "Station", "station-1", 3, new RainFell("Ulm", 3), Map.of("traceparent", TRACE));

    @Test
    void anEventTakesItsPlaceInATraceAlongInW3CsHeader() throws UnreadableMessageException {
        Message message = Wire.deliver(Outbox.message(WeatherMessages.PUBLISHED, TRACED));

        assertThat(message.getMessageProperties().getHeaders())
                .containsEntry("traceparent", TRACE)
                .doesNotContainKey("axon-metadata-traceparent");
        assertThat(reader().read(message).getMetaData()).containsEntry("traceparent", TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-0-0-0", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "none"})
    void anotherHeaderOfThatNameIsNoReasonToRefuseAnEvent(String header) throws UnreadableMessageException {
        assertThat(reader().read(withHeader("traceparent", header)).getMetaData())
                .doesNotContainKey("traceparent");
    }

    @Test
    void aHeaderOfALaterVersionOrOfAnyLengthIsLeftOut() throws UnreadableMessageException {
        String later = "01" + TRACE.substring(2) + "-" + "x".repeat(100_000);

        assertThat(reader().read(withHeader("traceparent", later)).getMetaData())
                .doesNotContainKey("traceparent");
        assertThat(reader().read(withHeader("axon-metadata-traceparent", later)).getMetaData())
                .doesNotContainKey("traceparent");
    }

    @Test
    void whatAllFollowingEventsWouldCarryIsNotLong() {
        assertThatExceptionOfType(UnreadableMessageException.class)
                .isThrownBy(() -> reader().read(withHeader("axon-metadata-traceId", "x".repeat(100_000))))
                .withMessageContaining("axon-metadata-traceId");
    }

    @Test
    void aHeaderThatIsNoTextIsNoReasonEither() throws UnreadableMessageException {
        assertThat(reader().read(withHeader("traceparent", List.of(1))).getMetaData())
                .doesNotContainKey("traceparent");
        assertThat(reader().read(rain(3)).getMetaData()).doesNotContainKey("traceparent");
    }

    @Test
    void whoReadsItGoesOnInTheTrace() {
        RecordedSpans recorded = new RecordedSpans();
        EventTracing tracing = recorded.tracing();

        tracing.begin("reservation RainFell", SpanKind.INTERNAL, TRACED).end();

        SpanData span = recorded.ended().get(0);
        assertThat(TRACE).contains(span.getTraceId()).contains(span.getParentSpanId());
    }
}
