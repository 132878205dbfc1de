package io.orderflow.relay.out;

import com.rabbitmq.client.AMQP.BasicProperties;

/** A message as it goes to the broker. The arrays and properties are not copied. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OutgoingMessage(String exchange, String routingKey, BasicProperties properties, byte[] body) {}
