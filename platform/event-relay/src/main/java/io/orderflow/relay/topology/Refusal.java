package io.orderflow.relay.topology;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the broker has against a request; it has closed the channel for it.
 *
 * @param code one of AMQP's reply codes
 * @param text for a person to read
 */
public record Refusal(int code, String text) {

    /** RabbitMQ's words, and Qpid's. */
    private static final List<String> NO_SUCH_QUEUE = List.of("no queue", "no such queue", "not found on");

    /** The broker's refusal, if that is what the error is: a connection that is lost is none. */
    public static Optional<Refusal> of(Exception error) {
        Throwable signal = error instanceof IOException ? error.getCause() : error;
        return signal instanceof ShutdownSignalException closed
                        && closed.getReason() instanceof AMQP.Channel.Close reason
                ? Optional.of(new Refusal(reason.getReplyCode(), reason.getReplyText()))
                : Optional.empty();
    }

    /**
     * Whether there is no such queue. The code alone does not tell: RabbitMQ has the same one for a queue whose node is down,
     * or that is being started again, with all that is in it. So its words are read.
     */
    public boolean isNoSuchQueue() {
        String said = text.toLowerCase(Locale.ROOT);
        return code == AMQP.NOT_FOUND && NO_SUCH_QUEUE.stream().anyMatch(said::contains);
    }
}
