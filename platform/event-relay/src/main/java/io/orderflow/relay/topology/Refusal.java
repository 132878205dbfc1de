package io.orderflow.relay.topology;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Optional;

/**
 * What the broker has against a request; it has closed the channel for it.
 *
 * @param code one of AMQP's reply codes
 * @param text for a person to read
 */
public record Refusal(int code, String text) {

    /** The broker's refusal, if that is what the error is: a connection that is lost is none. */
    public static Optional<Refusal> of(IOException error) {
        return error.getCause() instanceof ShutdownSignalException closed
                        && closed.getReason() instanceof AMQP.Channel.Close reason
                ? Optional.of(new Refusal(reason.getReplyCode(), reason.getReplyText()))
                : Optional.empty();
    }

    /**
     * Whether there is no such queue. The code alone does not tell: RabbitMQ has the same one for a queue whose node is down,
     * or that is being started again, with all that is in it. The texts are RabbitMQ's and Qpid's.
     */
    public boolean isNoSuchQueue() {
        return code == AMQP.NOT_FOUND && (text.contains("no queue") || text.contains("not found"));
    }
}
