package io.orderflow.projection.remote;

import io.orderflow.eventstore.worker.Worker;
import io.orderflow.projection.remote.RemoteRebuild.Phase;
import io.orderflow.relay.inbox.EventSink;
import io.orderflow.relay.inbox.RefusedEventException;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.replay.BrokenReplayException;
import io.orderflow.relay.replay.ReplayConsumer;
import io.orderflow.relay.replay.ReplayHeaders;
import io.orderflow.relay.replay.ReplayMarker;
import io.orderflow.relay.replay.ReplayRequest;
import io.orderflow.relay.replay.ReplayRequestSender;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.wire.EventMessageReader;
import io.orderflow.relay.wire.UnreadableMessageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * Carries a rebuild out, one step after the other; each step may be repeated.
 *
 * <ol>
 *   <li>A queue of the rebuild's own is bound to the live routing keys, then the services are asked for their history. What
 *       they publish from now on comes as a copy, what they published before comes as history; nothing falls between.
 *   <li>Both go to the shadow, where an event that comes twice is one document. A batch is stored, what has arrived is
 *       recorded, and then the batch is acknowledged.
 *   <li>When each service's history has arrived, the shadow takes the live model's place.
 *   <li>What the live model had taken in meanwhile, and the shadow not yet, is among the copies still in the queue. They go
 *       to the new live model; then the queue is deleted.
 * </ol>
 *
 * <p>Of several instances, the one that consumes from the queue does all this.
 */
final class RemoteRebuilder implements Worker.Task {

    private static final Logger log = LoggerFactory.getLogger(RemoteRebuilder.class);

    private static final int BATCH = 1_000;
    private static final long BATCH_WAIT_MILLIS = 100;

    /** A service that is started again is back long before this. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final EventRelayProperties relay;
    private final ConnectionFactory connections;
    private final ReceiverConnections receivers;
    private final ReplayRequestSender requests;
    private final EventMessageReader reader;
    private final RemoteRebuildRepository rebuilds;
    private final ShadowCollection shadow;
    private final Clock clock;

    /** Whether this rebuild has met a message that cannot be received along with others. */
    private boolean oneByOne;

    RemoteRebuilder(
            EventRelayProperties relay,
            ConnectionFactory connections,
            ReceiverConnections receivers,
            ReplayRequestSender requests,
            EventMessageReader reader,
            RemoteRebuildRepository rebuilds,
            ShadowCollection shadow,
            Clock clock) {
        this.relay = relay;
        this.connections = connections;
        this.receivers = receivers;
        this.requests = requests;
        this.reader = reader;
        this.rebuilds = rebuilds;
        this.shadow = shadow;
        this.clock = clock;
    }

    @Override
    public boolean run() throws InterruptedException {
        Optional<RemoteRebuild> running = rebuilds.last().filter(RemoteRebuild::isRunning);
        if (running.isEmpty()) {
            oneByOne = false;
            return false;
        }
        try {
            Optional<ReplayConsumer> queue = open(running.get());
            if (queue.isPresent()) {
                try (ReplayConsumer ours = queue.get()) {
                    carryOut(running.get().id(), ours);
                }
            }
            return queue.isPresent();
        } catch (AmqpException e) {
            oneByOne |= ReceiverConnections.isClosedByMessage(e);
            throw e;
        }
    }

    /** A queue that was bound, and is gone, must not be made again: what was in it, or should be, is missing. */
    private Optional<ReplayConsumer> open(RemoteRebuild rebuild) {
        String queue = queueOf(rebuild);
        ConnectionFactory factory = oneByOne ? receivers.careful() : connections;
        int prefetch = oneByOne ? 1 : ReplayConsumer.MANY;
        if (rebuild.phase() == Phase.ASKING || rebuild.phase() == Phase.FAILING) {
            return ReplayConsumer.create(factory, prefetch, queue, relay.queueType());
        }
        try {
            return ReplayConsumer.resume(factory, prefetch, queue);
        } catch (BrokenReplayException e) {
            fail(rebuild, e);
            return Optional.empty();
        }
    }

    private RemoteRebuild fail(RemoteRebuild rebuild, BrokenReplayException failure) {
        log.warn("Rebuild {} fails: {}", rebuild.id(), failure.getMessage());
        return rebuilds.save(rebuild.failing(reason(rebuild, failure)));
    }

    private void carryOut(long id, ReplayConsumer queue) throws InterruptedException {
        Optional<RemoteRebuild> found = rebuilds.find(id).filter(RemoteRebuild::isRunning);
        if (found.isEmpty()) {
            queue.delete(); // another instance has ended it just now, and opening the queue has made it again
            return;
        }
        RemoteRebuild rebuild = found.get();
        Instant opened = clock.instant();
        EventSink shadowSink = shadow.sink(id);
        EventSink liveSink = shadow.liveSink();
        while (rebuild.isRunning()) {
            try {
                rebuild = switch (rebuild.phase()) {
                    case ASKING -> ask(rebuild, queue);
                    case FILLING -> fill(rebuild, queue, shadowSink, opened);
                    case SWAPPING -> swap(rebuild);
                    case DRAINING -> drain(rebuild, queue, liveSink);
                    default -> remove(rebuild, queue);
                };
            } catch (BrokenReplayException e) {
                rebuild = fail(rebuild, e);
            }
        }
    }

    private static String reason(RemoteRebuild rebuild, BrokenReplayException failure) {
        return rebuild.phase() == Phase.DRAINING
                ? failure.getMessage()
                        + "; the new model is live already and may lack its last moments: rebuild it again"
                : failure.getMessage();
    }

    private RemoteRebuild ask(RemoteRebuild rebuild, ReplayConsumer queue) {
        shadow.create(rebuild.id());
        queue.bind(relay.exchange(), routingKeys());
        requests.send(ReplayRequest.history(rebuild.replay(), queueOf(rebuild), routingKeys()));
        return rebuilds.save(rebuild.in(Phase.FILLING));
    }

    private RemoteRebuild fill(RemoteRebuild rebuild, ReplayConsumer queue, EventSink shadowSink, Instant opened)
            throws InterruptedException {
        queue.bind(relay.exchange(), routingKeys()); // somebody may have unbound it
        List<Message> batch = queue.next(BATCH, BATCH_WAIT_MILLIS);
        RemoteRebuild received = batch.isEmpty() ? rebuild : take(batch, rebuild, shadowSink);
        if (!received.isComplete()) {
            requireNoSilence(received, opened);
        }
        // Only once the queue has been emptied: until what is left in it is drained, the new model is behind the old
        // one.
        boolean ready = received.isComplete() && batch.size() < BATCH;
        if (batch.isEmpty() && !ready) {
            return rebuild;
        }
        RemoteRebuild saved = rebuilds.save(ready ? received.in(Phase.SWAPPING) : received);
        if (!batch.isEmpty()) {
            queue.acknowledge(batch);
        }
        return saved;
    }

    private RemoteRebuild swap(RemoteRebuild rebuild) {
        shadow.swap(rebuild.id());
        return rebuilds.save(rebuild.in(Phase.DRAINING));
    }

    private RemoteRebuild drain(RemoteRebuild rebuild, ReplayConsumer queue, EventSink liveSink)
            throws InterruptedException {
        queue.unbind(relay.exchange(), routingKeys());
        List<Message> batch = queue.next(BATCH, BATCH_WAIT_MILLIS);
        if (batch.isEmpty()) {
            queue.mark();
            return rebuild;
        }
        List<Message> copies =
                batch.stream().filter(message -> !queue.isMark(message)).toList();
        if (copies.isEmpty()) {
            queue.delete();
            return end(rebuild, Phase.FINISHED);
        }
        store(copies.stream().flatMap(message -> copy(message).stream()).toList(), liveSink);
        queue.acknowledge(batch);
        return rebuild;
    }

    private RemoteRebuild remove(RemoteRebuild rebuild, ReplayConsumer queue) {
        queue.delete();
        shadow.drop(rebuild.id());
        return end(rebuild, Phase.FAILED);
    }

    private RemoteRebuild end(RemoteRebuild rebuild, Phase phase) {
        RemoteRebuild ended = rebuilds.save(rebuild.ended(phase, clock.instant()));
        log.info("Rebuild {} has ended: {}", ended.id(), ended.toRebuild());
        return ended;
    }

    /** Stores what a batch brings; returns what is known after it. */
    private RemoteRebuild take(List<Message> batch, RemoteRebuild rebuild, EventSink sink) {
        List<EventMessage<?>> events = new ArrayList<>(batch.size());
        RemoteRebuild received = rebuild;
        for (Message message : batch) {
            MessageProperties properties = message.getMessageProperties();
            boolean isHistory = rebuild.replay().equals(properties.getCorrelationId());
            Optional<ReplayMarker> marker = ReplayMarker.read(properties, message.getBody());
            if (marker.isEmpty()) {
                (isHistory ? Optional.of(ofHistory(message)) : copy(message)).ifPresent(events::add);
            }
            if (isHistory) {
                received = received.received(
                        properties.getHeader(ReplayHeaders.ORIGIN),
                        history -> marker.map(history::plusMarker)
                                .orElseGet(() -> history.plusEvent(properties.getHeader(ReplayHeaders.SEQUENCE))),
                        clock.instant());
            }
        }
        store(events, sink);
        return received;
    }

    private EventMessage<?> ofHistory(Message message) {
        try {
            return reader.read(message);
        } catch (UnreadableMessageException e) {
            throw new BrokenReplayException("An event of the history of "
                    + message.getMessageProperties().getHeader(ReplayHeaders.ORIGIN) + " cannot be read: "
                    + e.getMessage());
        }
    }

    /** What cannot be read is left out: the message itself is parked where it was meant to go. */
    private Optional<EventMessage<?>> copy(Message message) {
        try {
            return Optional.of(reader.read(message));
        } catch (UnreadableMessageException e) {
            return Optional.empty();
        }
    }

    /** As live, an event that can never be stored is in no model; there, its message was parked. */
    private static void store(List<? extends EventMessage<?>> events, EventSink sink) {
        List<EventMessage<?>> storable = new ArrayList<>(events);
        boolean stored = false;
        while (!stored) {
            try {
                sink.store(List.copyOf(storable));
                stored = true;
            } catch (RefusedEventException e) {
                log.warn("Left out of the rebuild: event {}: {}", e.eventIdentifier(), e.getMessage());
                storable.removeIf(event -> event.getIdentifier().equals(e.eventIdentifier()));
            }
        }
    }

    /** Time in which nobody could listen does not count. */
    private void requireNoSilence(RemoteRebuild rebuild, Instant opened) {
        Instant listeningSince = opened.isAfter(rebuild.progressAt()) ? opened : rebuild.progressAt();
        if (listeningSince.plus(LONGEST_SILENCE).isBefore(clock.instant())) {
            throw new BrokenReplayException("Nothing has arrived for %s minutes; still to come is the history of %s"
                    .formatted(LONGEST_SILENCE.toMinutes(), String.join(", ", rebuild.incompleteOrigins())));
        }
    }

    private List<String> routingKeys() {
        return relay.queues().get(relay.listenTo());
    }

    private String queueOf(RemoteRebuild rebuild) {
        return relay.listenTo() + "_rebuild_" + rebuild.id();
    }
}
