package io.orderflow.relay.wire;

import static java.util.stream.Collectors.toMap;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.eventstore.tracing.TraceParent;
import io.orderflow.relay.publisher.OutgoingMessage;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessage;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;

/**
 * Turns events into messages that a person can read in the management UI: JSON, with content type, message id (the
 * event's), type and timestamp set, and Axon's headers as its AMQP extension writes them.
 */
public final class EventMessageWriter {

    private final AMQPMessageConverter converter;
    private final String exchange;

    public EventMessageWriter(AMQPMessageConverter converter, String exchange) {
        this.converter = converter;
        this.exchange = exchange;
    }

    /** The message as the relay publishes it. */
    public OutgoingMessage toMessage(EventMessage<?> event) {
        Map<String, String> metaData = asText(event.getMetaData());
        String traceParent = metaData.remove(TraceParent.KEY);
        AMQPMessage message = converter.createAMQPMessage(event.withMetaData(metaData));
        BasicProperties properties = message.getProperties()
                .builder()
                .headers(withTraceParent(message.getProperties().getHeaders(), traceParent))
                .contentType("application/json")
                .contentEncoding("UTF-8")
                .messageId(event.getIdentifier())
                .type(event.getPayloadType().getSimpleName())
                .timestamp(Date.from(event.getTimestamp()))
                .build();
        return new OutgoingMessage(exchange, message.getRoutingKey(), properties, message.getBody());
    }

    /** Under W3C's name, by which others know it, too. */
    private static Map<String, Object> withTraceParent(Map<String, Object> headers, String traceParent) {
        if (traceParent == null) {
            return headers;
        }
        Map<String, Object> all = new HashMap<>(headers);
        all.put(TraceParent.KEY, traceParent);
        return all;
    }

    /** AMQP headers know no UUID and no Instant: a raw metadata value of such a type could never be sent. */
    private static Map<String, String> asText(Map<String, ?> metaData) {
        return metaData.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().toString(),
                        (first, second) -> second,
                        HashMap::new));
    }
}
