package io.orderflow.relay.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.publisher.RefusedMessageException;
import io.orderflow.relay.topology.Topology;
import io.orderflow.relay.wire.NestedHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A message as it lies in a dead-letter queue: with its own properties and headers and, in headers of their own, why and when
 * it was parked.
 *
 * <p>Where these do not fit a frame together, or cannot be told apart, it is sealed: its properties are in front of its body,
 * as AMQP encodes them (the payload of a content header frame), and {@link #SEALED} says how many bytes they are.
 */
final class ParkedMessage {

    /** What the headers that parking adds begin with. */
    static final String HEADERS = "x-parked-";
    /** By which operators name the dead letter. */
    static final String ID = HEADERS + "id";
    /** Why the message was parked, for a person to read. */
    static final String REASON = HEADERS + "reason";
    /** When the message was parked, ISO-8601 UTC. */
    static final String PARKED_AT = HEADERS + "at";
    /** The partition of the queue that the message was in; there only if the queue is partitioned. */
    static final String PARTITION = HEADERS + "partition";
    /** The routing key under which the message had been published. */
    static final String ROUTING_KEY = HEADERS + "routing-key";
    /** How many bytes in front of the body are the message's own properties; there only if they are. */
    static final String SEALED = HEADERS + "properties";

    /** The header by which a sender has the broker put copies into other queues as well. */
    private static final String COPIES = "CC";

    private final BasicProperties original;
    private final Map<String, Object> parking;
    private final byte[] bytes;
    private final int bodyStart;
    private final long deliveryTag;

    private ParkedMessage(
            BasicProperties original, Map<String, Object> parking, byte[] bytes, int bodyStart, long deliveryTag) {
        this.original = original;
        this.parking = parking;
        this.bytes = bytes;
        this.bodyStart = bodyStart;
        this.deliveryTag = deliveryTag;
    }

    /** The message to park, with its own headers beside those of parking. */
    static OutgoingMessage open(String queue, Map<String, Object> parking, BasicProperties original, byte[] body) {
        Map<String, Object> headers = new HashMap<>(headers(original));
        headers.putAll(parking);
        // What told the broker what to do with the message is kept, but not for it to do so again: a copy to the queue
        // that the message came from would come back for ever, and what expires is not parked.
        Object copies = headers.remove(COPIES);
        if (copies != null) {
            headers.put(HEADERS + COPIES, copies);
        }
        return OutgoingMessage.toQueue(Topology.deadLetterQueueOf(queue), harmless(original, headers), body);
    }

    /** The message to park, with its own properties in front of its body. */
    static OutgoingMessage sealed(String queue, Map<String, Object> parking, BasicProperties original, byte[] body) {
        byte[] properties = EncodedProperties.of(original);
        Map<String, Object> headers = new HashMap<>(parking);
        headers.put(SEALED, properties.length);
        BasicProperties ours = harmless(new BasicProperties(), headers);
        byte[] both = ByteBuffer.allocate(properties.length + body.length)
                .put(properties)
                .put(body)
                .array();
        return OutgoingMessage.toQueue(Topology.deadLetterQueueOf(queue), ours, both);
    }

    /** Whether the message has headers that would be taken for those of parking, or that nobody can look at. */
    static boolean mustBeSealed(BasicProperties original) {
        return headers(original).keySet().stream().anyMatch(name -> name.startsWith(HEADERS))
                || NestedHeaders.areTooDeep(headers(original));
    }

    /** What was parked, or put into the dead-letter queue by anybody else. */
    static ParkedMessage of(GetResponse letter) {
        Map<String, Object> own = new HashMap<>(headers(letter.getProps()));
        Map<String, Object> parking = new HashMap<>(own);
        parking.keySet().removeIf(name -> !name.startsWith(HEADERS));
        own.keySet().removeAll(parking.keySet());
        long tag = letter.getEnvelope().getDeliveryTag();
        if (parking.get(SEALED) instanceof Integer length && length > 0 && length <= letter.getBody().length) {
            try {
                return new ParkedMessage(
                        EncodedProperties.read(letter.getBody()), parking, letter.getBody(), length, tag);
            } catch (StackOverflowError e) {
                return new ParkedMessage(null, parking, letter.getBody(), length, tag);
            } catch (IOException e) {
                // Nobody sealed this, whatever its headers say.
            }
        }
        BasicProperties properties = letter.getProps().builder().headers(own).build();
        return new ParkedMessage(properties, parking, letter.getBody(), 0, tag);
    }

    /** What parking said of it; null if it was not parked by this system, or that is not said. */
    String parking(String name) {
        return Objects.toString(parking.get(name), null);
    }

    /** The message's own headers; none if they are nested so deeply that nobody can look at them. */
    Map<String, Object> headers() {
        return original == null || NestedHeaders.areTooDeep(headers(original)) ? Map.of() : headers(original);
    }

    /** By what a message is known that was put here by somebody else: what is the same whenever it is read. */
    UUID fingerprint() {
        String known = original.getMessageId() + "\n" + original.getTimestamp() + "\n";
        byte[] start = known.getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(ByteBuffer.allocate(start.length + bytes.length)
                .put(start)
                .put(bytes)
                .array());
    }

    int bodyLength() {
        return bytes.length - bodyStart;
    }

    /** The beginning of the message's own body, or all of it if it is not longer. */
    byte[] body(int atMost) {
        return bodyStart == 0 && atMost >= bytes.length
                ? bytes
                : Arrays.copyOfRange(bytes, bodyStart, bodyStart + Math.min(atMost, bodyLength()));
    }

    /**
     * The message for the queue that it came from, as it came, but for what would have the broker do more than keep it.
     *
     * @param edited a body in place of the message's own; null for that
     * @throws RefusedMessageException if nobody can send its headers again
     */
    OutgoingMessage redriven(String queue, byte[] edited) {
        if (original == null) {
            throw new RefusedMessageException("The message's headers are nested too deeply");
        }
        Map<String, Object> headers = new HashMap<>(headers(original));
        headers.remove(COPIES);
        byte[] body = edited == null ? body(Integer.MAX_VALUE) : edited;
        return OutgoingMessage.toQueue(queue, harmless(original, headers), body);
    }

    long deliveryTag() {
        return deliveryTag;
    }

    private static BasicProperties harmless(BasicProperties original, Map<String, Object> headers) {
        return original.builder()
                .headers(headers)
                .deliveryMode(OutgoingMessage.PERSISTENT)
                .expiration(null)
                .userId(null)
                .build();
    }

    private static Map<String, Object> headers(BasicProperties properties) {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }
}
