package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.deadletter.DeadLetterPublisher;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.replay.ReplayRequestParser.UnreadableRequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventhandling.EventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes requests for history, and sends it a chunk at a time.
 *
 * <p>Guarantee: each event of history at least once, none skipped, in their order. A chunk is published, every confirm
 * waited for, and the position saved, in one transaction that holds the replay's row. Whatever dies in between, the chunk
 * is sent again, numbered from the same number on. Two instances of a service take turns, and so do replays.
 *
 * <p>A replay has a channel of its own, so the relay is not held up by it, and waits while its queue is full, so that the
 * broker does not have to keep all of history at once. It ends early only when its queue is gone.
 */
final class ReplaySender implements Worker.Task {

    private static final Logger log = LoggerFactory.getLogger(ReplaySender.class);

    private static final int CHUNK = 1_000;
    private static final int FULL_QUEUE = 5_000;

    private final String requestQueue;
    private final ConnectionFactory connections;
    private final ConfirmingPublisher publisher;
    private final DeadLetterPublisher deadLetters;
    private final OwnHistoryReader history;
    private final ReplayRepository replays;
    private final ReplayMessageWriter messages;
    private final TransactionOperations transactions;

    ReplaySender(
            String requestQueue,
            ConnectionFactory connections,
            ConfirmingPublisher publisher,
            DeadLetterPublisher deadLetters,
            OwnHistoryReader history,
            ReplayRepository replays,
            ReplayMessageWriter messages,
            TransactionOperations transactions) {
        this.requestQueue = requestQueue;
        this.connections = connections;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.history = history;
        this.replays = replays;
        this.messages = messages;
        this.transactions = transactions;
    }

    @Override
    public boolean run() {
        boolean asked = takeRequest();
        AtomicReference<Replay> current = new AtomicReference<>();
        try {
            boolean sent = Boolean.TRUE.equals(transactions.execute(status -> sendChunk(current)));
            return asked || sent;
        } catch (RuntimeException e) {
            if (current.get() != null) {
                replays.putLast(current.get());
            }
            throw e;
        }
    }

    private boolean takeRequest() {
        return onChannel(channel -> {
            GetResponse message = channel.basicGet(requestQueue, false);
            if (message == null) {
                return false;
            }
            try {
                ReplayRequest request = ReplayRequestParser.read(message.getProps(), message.getBody());
                replays.add(request);
                log.info("Asked for the history of {} by {}", request.routingKeys(), request.queue());
            } catch (UnreadableRequestException e) {
                deadLetters.park(message, requestQueue, e.getMessage());
            }
            channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
            return true;
        });
    }

    private boolean sendChunk(AtomicReference<Replay> current) {
        Optional<Replay> next = replays.next();
        if (next.isEmpty()) {
            return false;
        }
        Replay replay = next.get();
        current.set(replay);
        OptionalLong waiting = messagesIn(replay.queue());
        if (waiting.isEmpty()) {
            log.warn("The history for {} is not sent further: the queue is gone", replay.queue());
            replays.end(replay, "the queue is gone");
            return true;
        }
        if (waiting.getAsLong() > FULL_QUEUE) {
            replays.save(replay);
            return false;
        }
        send(replay);
        return true;
    }

    /** Where events are rare, the beginning is said again now and then, as a sign that the rest is looked for. */
    private void send(Replay asked) {
        Replay replay = asked.hasBegun() ? asked : asked.begun(history.estimate(asked.routingKeys()));
        OwnHistoryReader.Chunk chunk = history.after(replay.position(), replay.routingKeys(), CHUNK);
        List<OutgoingMessage> batch = new ArrayList<>(chunk.events().size() + 2);
        if (!asked.hasBegun() || (chunk.events().isEmpty() && !chunk.isLast())) {
            batch.add(messages.started(replay));
        }
        long sequence = replay.sent();
        for (EventMessage<?> event : chunk.events()) {
            sequence++;
            batch.add(messages.event(replay, sequence, event));
        }
        Replay advanced = replay.advanced(chunk.events().size(), chunk.position());
        if (chunk.isLast()) {
            batch.add(messages.finished(advanced));
        }
        publisher.publish(batch);
        if (chunk.isLast()) {
            log.info("Sent {} events of history to {}", advanced.sent(), replay.queue());
            replays.end(advanced, "sent");
        } else {
            replays.save(advanced);
        }
    }

    /** How many messages wait in the queue; empty if there is no such queue. */
    private OptionalLong messagesIn(String queue) {
        try {
            return OptionalLong.of(onChannel(
                    channel -> (long) channel.queueDeclarePassive(queue).getMessageCount()));
        } catch (AmqpIOException e) {
            if (e.getCause().getCause() instanceof ShutdownSignalException closed && isNotFound(closed)) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    private static boolean isNotFound(ShutdownSignalException closed) {
        return closed.getReason() instanceof AMQP.Channel.Close reason && reason.getReplyCode() == AMQP.NOT_FOUND;
    }

    private <T> T onChannel(ChannelUse<T> use) {
        Channel channel = connections.createConnection().createChannel(false);
        try {
            return use.on(channel);
        } catch (IOException e) {
            throw new AmqpIOException(e);
        } finally {
            RabbitUtils.setPhysicalCloseRequired(channel, true);
            RabbitUtils.closeChannel(channel);
        }
    }

    private interface ChannelUse<T> {
        T on(Channel channel) throws IOException;
    }
}
