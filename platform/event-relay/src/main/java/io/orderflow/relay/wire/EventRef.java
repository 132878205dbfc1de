package io.orderflow.relay.wire;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.eventstore.text.PrintableText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.Headers;
import tools.jackson.databind.JsonNode;

/**
 * Which event a message carries, and where its origin has it.
 *
 * @param id the event's own
 * @param aggregate the aggregate whose history it is in; of an event of no aggregate, its id
 * @param sequence its number in that history
 */
public record EventRef(String id, String aggregate, long sequence) {

    private static final int LONGEST_NAME = 255;

    /** The event of a message that was written by {@link EventMessageWriter}. */
    public static EventRef of(BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders();
        return headers != null && headers.get(Headers.AGGREGATE_SEQ) instanceof Number sequence
                ? new EventRef(
                        properties.getMessageId(),
                        String.valueOf(headers.get(Headers.AGGREGATE_ID)),
                        sequence.longValue())
                : new EventRef(properties.getMessageId(), properties.getMessageId(), 0);
    }

    /** The list of events that a member of a body is; empty unless it is one, of one event or more. */
    public static Optional<List<EventRef>> listIn(JsonNode events) {
        return events.isArray() && !events.isEmpty() && events.valueStream().allMatch(EventRef::isOne)
                ? Optional.of(events.valueStream()
                        .map(event -> new EventRef(
                                event.path("id").stringValue(),
                                event.path("aggregate").stringValue(),
                                event.path("sequence").longValue()))
                        .toList())
                : Optional.empty();
    }

    private static boolean isOne(JsonNode event) {
        return isName(event.path("id"))
                && isName(event.path("aggregate"))
                && event.path("sequence").isIntegralNumber()
                && event.path("sequence").canConvertToLong();
    }

    private static boolean isName(JsonNode name) {
        return name.isString()
                && name.stringValue().length() <= LONGEST_NAME
                && PrintableText.isPrintable(name.stringValue());
    }
}
