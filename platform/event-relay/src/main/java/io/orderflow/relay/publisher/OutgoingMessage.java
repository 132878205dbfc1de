package io.orderflow.relay.publisher;

import com.rabbitmq.client.AMQP.BasicProperties;

/** A message as it goes to the broker. The arrays and properties are not copied. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OutgoingMessage(String exchange, String routingKey, BasicProperties properties, byte[] body) {

    /** The delivery mode of a message that outlives a restart of the broker. */
    public static final int PERSISTENT = 2;

    /** The exchange that takes a message straight to the queue of its routing key's name. */
    private static final String DEFAULT_EXCHANGE = "";

    /** A message to one queue alone. */
    public static OutgoingMessage toQueue(String queue, BasicProperties properties, byte[] body) {
        return new OutgoingMessage(DEFAULT_EXCHANGE, queue, properties, body);
    }
}
