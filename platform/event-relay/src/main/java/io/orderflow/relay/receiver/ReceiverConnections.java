package io.orderflow.relay.receiver;

import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * Connections for messages of which nobody knows what they are, apart from those of everyday messages. The factories are no
 * beans of their own: an application has one connection factory.
 *
 * <p>AMQP lets a consumer bound how many messages are on their way to it, and not how large they are together. So the client
 * closes a connection at a message above its limit, before it has read it; for everyday messages the limit is
 * {@code spring.rabbitmq.max-inbound-message-body-size}, set in {@code event-relay.yml}.
 *
 * @param careful on these any message can be received, whatever its size and however deeply its headers are nested. Whoever
 *     uses them asks for one message at a time: all that is received and not handled is in memory
 * @param swift on these messages can be received as fast as they come, up to {@value #SWIFT_BYTES} bytes each; a larger one
 *     closes the connection
 */
public record ReceiverConnections(ConnectionFactory careful, ConnectionFactory swift) {

    /** The client has up to a thousand messages of a channel in memory. */
    static final int SWIFT_BYTES = 64 * 1024;

    /** Whether it was the client that closed a connection, at a message that it could not receive. */
    public static boolean isClosedByMessage(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(ShutdownSignalException.class::isInstance)
                .map(Throwable::getCause)
                .filter(cause -> !(cause instanceof ShutdownSignalException)) // by which the broker closed it
                .anyMatch(cause -> cause instanceof MalformedFrameException
                        || cause instanceof RuntimeException
                        || cause instanceof Error);
    }
}
