package io.orderflow.relay.replay;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.orderflow.eventstore.worker.FailureLog;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.deadletter.DeadLetterPublisher;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.NotConfirmedException;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.replay.ReplayQueues.State;
import io.orderflow.relay.replay.ReplayRequestParser.UnreadableRequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * <p>A replay has a channel of its own, so the relay is not held up by it, and waits while its queue is full or cannot be
 * reached, so that the broker does not have to keep all of history at once; the others go on meanwhile. It ends early only
 * when its queue is gone. A request for a queue that is not there is parked.
 */
final class ReplaySender implements Worker.Task {

    private static final Logger log = LoggerFactory.getLogger(ReplaySender.class);

    private static final int CHUNK = 1_000;

    private final String requestQueue;
    private final ReplayQueues queues;
    private final ReceiverConnections receivers;
    private final ConfirmingPublisher publisher;
    private final DeadLetterPublisher deadLetters;
    private final OwnHistoryReader history;
    private final ReplayRepository replays;
    private final ReplayMessageWriter messages;
    private final TransactionOperations transactions;

    ReplaySender(
            String requestQueue,
            ConnectionFactory connections,
            ReceiverConnections receivers,
            ConfirmingPublisher publisher,
            DeadLetterPublisher deadLetters,
            OwnHistoryReader history,
            ReplayRepository replays,
            ReplayMessageWriter messages,
            TransactionOperations transactions) {
        this.requestQueue = requestQueue;
        this.queues = new ReplayQueues(connections);
        this.receivers = receivers;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.history = history;
        this.replays = replays;
        this.messages = messages;
        this.transactions = transactions;
    }

    @Override
    public boolean run() {
        boolean asked = false;
        try {
            asked = takeRequest();
        } finally {
            asked |= continueReplay();
        }
        return asked;
    }

    private boolean continueReplay() {
        AtomicReference<Replay> current = new AtomicReference<>();
        try {
            return Boolean.TRUE.equals(transactions.execute(status -> sendChunk(current)));
        } catch (RuntimeException e) {
            if (current.get() != null) {
                replays.putLast(current.get());
            }
            throw e;
        }
    }

    private boolean takeRequest() {
        Channel channel = receivers.careful().createConnection().createChannel(false);
        try {
            GetResponse message = channel.basicGet(requestQueue, false);
            if (message == null) {
                return false;
            }
            boolean answered = answerOrPark(message);
            channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
            return answered;
        } catch (IOException e) {
            throw new AmqpIOException(e);
        } finally {
            RabbitUtils.setPhysicalCloseRequired(channel, true);
            RabbitUtils.closeChannel(channel);
        }
    }

    private boolean answerOrPark(GetResponse message) {
        try {
            ReplayRequest request = ReplayRequestParser.read(message.getProps(), message.getBody());
            if (queues.stateOf(request.queue()) == State.GONE) {
                throw new UnreadableRequestException("there is no queue " + request.queue());
            }
            return answer(request, message);
        } catch (UnreadableRequestException e) {
            deadLetters.park(message, requestQueue, e.getMessage());
            return true;
        }
    }

    private boolean answer(ReplayRequest request, GetResponse message) {
        if (request.events().isEmpty()) {
            replays.add(request);
            log.info("Asked for the history of {} by {}", request.routingKeys(), request.queue());
            return true;
        }
        try {
            publisher.publish(history.events(request.events()).stream()
                    .map(event -> messages.again(request.queue(), event))
                    .toList());
            log.info("Sent {} events again to {}", request.events().size(), request.queue());
            return true;
        } catch (NotConfirmedException e) {
            log.warn(
                    "{} does not take its events now, and its request is put last: {}",
                    request.queue(),
                    FailureLog.sentence(e));
            publisher.publish(List.of(OutgoingMessage.toQueue(requestQueue, message.getProps(), message.getBody())));
            return false;
        }
    }

    private boolean sendChunk(AtomicReference<Replay> current) {
        Optional<Replay> next = replays.next();
        if (next.isEmpty()) {
            return false;
        }
        Replay replay = next.get();
        current.set(replay);
        State queue = queues.stateOf(replay.queue());
        if (queue == State.GONE) {
            log.warn("The history for {} is not sent further: the queue is gone", replay.queue());
            replays.end(replay, "the queue is gone");
            return true;
        }
        if (queue == State.WAITING) {
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
}
