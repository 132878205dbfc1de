package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.eventstore.tracing.TraceParent;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.wire.EventMessageWriter;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;

/**
 * Makes what a replay sends: each event as the relay had sent it, with {@link ReplayHeaders} that say whose history it is
 * from and where in it it stands, between two {@linkplain ReplayMarker markers}.
 */
final class ReplayMessageWriter {

    private final EventMessageWriter messages;
    private final String origin;

    /** @param origin the name of this service */
    ReplayMessageWriter(EventMessageWriter messages, String origin) {
        this.messages = messages;
        this.origin = origin;
    }

    OutgoingMessage started(Replay replay) {
        return new ReplayMarker(origin, false, replay.total()).toMessage(replay);
    }

    OutgoingMessage finished(Replay replay) {
        return new ReplayMarker(origin, true, replay.sent()).toMessage(replay);
    }

    /** The event alone, as the relay had sent it. */
    OutgoingMessage again(String queue, EventMessage<?> event) {
        OutgoingMessage live = messages.toMessage(event);
        return OutgoingMessage.toQueue(queue, live.properties(), live.body());
    }

    OutgoingMessage event(Replay replay, long sequence, EventMessage<?> event) {
        OutgoingMessage live = messages.toMessage(event);
        Map<String, Object> headers = new HashMap<>(live.properties().getHeaders());
        // Nobody waits for one of millions of events: they have no spans.
        headers.computeIfPresent(TraceParent.KEY, (key, text) -> TraceParent.unkept(text.toString()));
        headers.put(ReplayHeaders.ORIGIN, origin);
        headers.put(ReplayHeaders.SEQUENCE, sequence);
        headers.put(ReplayHeaders.ROUTING_KEY, live.routingKey());
        BasicProperties properties = live.properties()
                .builder()
                .headers(headers)
                .correlationId(replay.id())
                .build();
        return OutgoingMessage.toQueue(replay.queue(), properties, live.body());
    }
}
