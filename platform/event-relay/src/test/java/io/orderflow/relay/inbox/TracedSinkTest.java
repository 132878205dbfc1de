package io.orderflow.relay.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.orderflow.eventstore.tracing.RecordedSpans;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

class TracedSinkTest {

    private final RecordedSpans recorded = new RecordedSpans();
    private final List<EventMessage<?>> stored = new ArrayList<>();
    private final Span request = recorded.request();
    private final EventMessage<?> traced = RecordedSpans.eventOf(request);
    private final EventMessage<?> untraced = GenericEventMessage.asEventMessage("sun");

    @Test
    void whatIsDoneForAReceivedEventFollowsFromReceivingIt() {
        new TracedSink(this::store, recorded.tracing(), "inventory_checks").store(List.of(traced, untraced));

        SpanData span = recorded.ended().get(0);
        assertThat(recorded.ended()).hasSize(1);
        assertThat(span.getName()).isEqualTo("receive inventory_checks");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(stored)
                .extracting(EventMessage::getIdentifier)
                .containsExactly(traced.getIdentifier(), untraced.getIdentifier());
        assertThat(stored.get(0).getMetaData().get("traceparent"))
                .asString()
                .contains(span.getTraceId())
                .contains(span.getSpanId());
    }

    private int store(List<EventMessage<?>> events) {
        stored.addAll(events);
        return 0;
    }

    @Test
    void anEventThatIsRefusedIsNamedAsItCame() {
        EventSink refusing = new TracedSink(
                events -> {
                    throw new RefusedEventException(events.get(0), "no such place");
                },
                recorded.tracing(),
                "inventory_checks");

        assertThatThrownBy(() -> refusing.store(List.of(traced)))
                .isInstanceOfSatisfying(
                        RefusedEventException.class,
                        refused -> assertThat(refused.eventIdentifier()).isEqualTo(traced.getIdentifier()));
        assertThat(recorded.ended().get(0).getStatus().getDescription()).isEqualTo("no such place");
    }
}
