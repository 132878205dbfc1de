package io.orderflow.relay.inbox;

import com.rabbitmq.client.Channel;
import io.orderflow.eventstore.text.PrintableText;
import io.orderflow.eventstore.worker.FailureLog;
import io.orderflow.eventstore.worker.Retries;
import io.orderflow.relay.deadletter.DeadLetterPublisher;
import io.orderflow.relay.replay.ReplayMarker;
import io.orderflow.relay.wire.EventMessageReader;
import io.orderflow.relay.wire.Manifest;
import io.orderflow.relay.wire.UnreadableMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.EventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Takes batches from a queue to the sink and acknowledges a batch when each of its messages is stored or parked, and
 * not before.
 *
 * <p>A batch that cannot be stored now is kept and tried again here, with growing pauses. Giving it back to the broker
 * instead would let the messages behind it overtake. If this process or its channel dies meanwhile, the broker delivers
 * the batch again, in its order.
 */
public final class QueueListener {

    /** How many bytes of messages are read and stored together: as events in memory, they may take much more. */
    private static final int MOST_BYTES_AT_ONCE = 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(QueueListener.class);

    private final String queue;
    private final String partition;
    private final EventMessageReader reader;
    private final EventSink sink;
    private final DeadLetterPublisher deadLetters;
    private final ManifestCheck manifests;
    private final InboxMetrics metrics;
    private final FailureLog failures;
    private volatile String problem;
    private volatile String firstOfBatch;

    /**
     * @param queue whose events these are
     * @param partition the queue of the broker that they come from
     */
    QueueListener(
            String queue,
            String partition,
            EventMessageReader reader,
            EventSink sink,
            DeadLetterPublisher deadLetters,
            ManifestCheck manifests,
            InboxMetrics metrics) {
        this.queue = queue;
        this.partition = partition;
        this.reader = reader;
        this.sink = sink;
        this.deadLetters = deadLetters;
        this.manifests = manifests;
        this.metrics = metrics;
        this.failures = new FailureLog(log, "A batch from " + partition + " cannot be stored");
    }

    /** Why the current batch could not be handled so far; empty while all goes well. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The id of the first message of the current batch, for a person to read. */
    String firstOfBatch() {
        return firstOfBatch;
    }

    /**
     * Takes messages of a channel, and acknowledges them there.
     *
     * @param active whether to go on trying; false once the consumer is being stopped
     * @throws RuntimeException if that did not come to its end; what was not acknowledged is delivered again
     */
    void take(List<Message> messages, Channel channel, BooleanSupplier active) {
        int start = 0;
        long bytes = 0;
        for (int end = 0; end < messages.size(); end++) {
            int length = messages.get(end).getBody().length;
            if (end > start && bytes + length > MOST_BYTES_AT_ONCE) {
                takePortion(messages.subList(start, end), channel, active);
                start = end;
                bytes = 0;
            }
            bytes += length;
        }
        takePortion(messages.subList(start, messages.size()), channel, active);
    }

    private void takePortion(List<Message> messages, Channel channel, BooleanSupplier active) {
        firstOfBatch = PrintableText.of(
                Objects.toString(messages.get(0).getMessageProperties().getMessageId(), "without an id"));
        Batch batch = new Batch(messages);
        keepTrying(batch::settle, active);
        try {
            channel.basicAck(
                    messages.get(messages.size() - 1).getMessageProperties().getDeliveryTag(), true);
        } catch (IOException e) {
            throw new NotAcknowledgedException("The batch is stored, but its channel is gone: it will come again", e);
        }
        metrics.taken(batch.events, batch.duplicates);
    }

    private void keepTrying(Runnable step, BooleanSupplier active) {
        BackOffExecution pauses = Retries.backOff().start();
        while (true) {
            long pause = pauses.nextBackOff();
            try {
                step.run();
                failures.succeeded();
                problem = null;
                return;
            } catch (RuntimeException e) { // whatever it is, the messages are safe with the broker
                problem = PrintableText.of(String.valueOf(e.getMessage()));
                failures.failed(e);
            }
            pause(pause, active);
        }
    }

    private static void pause(long millis, BooleanSupplier active) {
        if (!active.getAsBoolean()) {
            throw new NotAcknowledgedException("Stopped before the batch was stored: it will come again", null);
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAcknowledgedException("Interrupted before the batch was stored: it will come again", e);
        }
    }

    /** What is left to do for a batch; each try goes on where the last one failed. */
    private final class Batch {

        private final List<Message> unread;
        private final Map<EventMessage<?>, Message> readable = new LinkedHashMap<>();
        private final Deque<Manifest> unchecked = new ArrayDeque<>();
        private int events;
        private int duplicates;

        Batch(List<Message> messages) {
            this.unread = new ArrayList<>(messages);
        }

        void settle() {
            while (!unread.isEmpty()) {
                readOrPark(unread.get(0));
                unread.remove(0);
            }
            store(List.copyOf(readable.keySet()));
            while (!unchecked.isEmpty()) {
                manifests.askForMissing(unchecked.getFirst());
                unchecked.removeFirst();
            }
        }

        /** Of a batch that is refused, each half is stored by itself, until what is refused is alone. */
        private void store(List<EventMessage<?>> unstored) {
            if (unstored.isEmpty()) {
                return;
            }
            try {
                duplicates += sink.store(unstored);
                unstored.forEach(readable::remove);
            } catch (RefusedEventException refused) {
                park(eventOf(refused, unstored), refused.getMessage());
                store(unstored.stream().filter(readable::containsKey).toList());
            } catch (RefusedBatchException refused) {
                if (unstored.size() > 1) {
                    store(unstored.subList(0, unstored.size() / 2));
                    store(unstored.subList(unstored.size() / 2, unstored.size()));
                } else {
                    storeOrPark(unstored.get(0));
                }
            }
        }

        /** Tries once more: it may have been refused because another instance was just storing the same event. */
        private void storeOrPark(EventMessage<?> event) {
            try {
                duplicates += sink.store(List.of(event));
                readable.remove(event);
            } catch (RefusedEventException | RefusedBatchException refused) {
                park(event, refused.getMessage());
            }
        }

        private void readOrPark(Message message) {
            Optional<Manifest> manifest = manifests.take(message);
            if (manifest.isPresent()) {
                unchecked.add(manifest.get());
                return;
            }
            Optional<ReplayMarker> marker = ReplayMarker.read(message.getMessageProperties(), message.getBody());
            if (marker.isPresent()) {
                log.info("{} in {}: {}", message.getMessageProperties().getType(), partition, marker.get());
                return;
            }
            try {
                readable.put(reader.read(message), message);
                events++;
            } catch (UnreadableMessageException e) {
                deadLetters.park(message, queue, partition, e.getMessage());
            }
        }

        private void park(EventMessage<?> event, String reason) {
            deadLetters.park(readable.get(event), queue, partition, reason);
            readable.remove(event);
        }

        private static EventMessage<?> eventOf(RefusedEventException refused, List<EventMessage<?>> events) {
            return events.stream()
                    .filter(event -> event.getIdentifier().equals(refused.eventIdentifier()))
                    .findFirst()
                    .orElseThrow(() -> refused);
        }
    }

    /** The batch was not acknowledged; the broker delivers it again. */
    private static final class NotAcknowledgedException extends RuntimeException {

        NotAcknowledgedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
