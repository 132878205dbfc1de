package io.orderflow.relay.deadletter;

import io.orderflow.eventstore.worker.FailureLog;
import io.orderflow.eventstore.worker.Retries;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.NotConfirmedException;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.publisher.RefusedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Hands in again, or gives up, many letters of a queue: those that are meant among the oldest so many, so that a letter that
 * is parked again meanwhile is left alone. It takes some at a time, and who looks has a turn in between. While the broker is
 * away it waits. If the process ends, what it has not come to is among the dead letters still, and what it was just at may be
 * in both queues.
 */
final class DeadLetterSweep {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterSweep.class);

    private static final int MOST_LOOKED_AT = 500;
    private static final int MOST_TAKEN = 100;
    private static final int MOST_BYTES_TAKEN = 1024 * 1024;

    private final DeadLetterQueue queue;
    private final ConfirmingPublisher publisher;
    private final DeadLetterFilter filter;
    private final boolean redrives;
    private long among;
    private long settled;
    private long refused;
    private LetterCursor cursor;

    /**
     * @param redrives whether to hand letters in again, as opposed to giving them up
     * @param among how many of the oldest letters to look at
     */
    DeadLetterSweep(
            DeadLetterQueue queue,
            ConfirmingPublisher publisher,
            DeadLetterFilter filter,
            boolean redrives,
            long among) {
        this.queue = queue;
        this.publisher = publisher;
        this.filter = filter;
        this.redrives = redrives;
        this.among = among;
    }

    /** Returns how many letters were settled. */
    long run() throws InterruptedException {
        FailureLog failures = new FailureLog(log, "Dead letters of " + queue.name() + " cannot be settled");
        BackOffExecution pauses = Retries.backOff().start();
        boolean more = true;
        try {
            while (more) {
                try {
                    more = queue.inTurn(this::settleSome);
                    failures.succeeded();
                } catch (AmqpException | NotConfirmedException e) {
                    close();
                    failures.failed(e);
                    Thread.sleep(pauses.nextBackOff());
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            close();
        }
        if (refused > 0) {
            log.warn("{} dead letters of {} stay: the broker does not take them", refused, queue.name());
        }
        return settled;
    }

    /** Says whether there may be more. */
    private boolean settleSome() {
        queue.putBack();
        if (cursor == null) {
            cursor = queue.cursor(among);
        } else {
            queue.awaitAll(cursor);
        }
        List<ParkedMessage> taken = new ArrayList<>();
        int bytes = 0;
        boolean more = !filter.isExhausted(settled + refused);
        for (int i = 0; more && i < MOST_LOOKED_AT && taken.size() < MOST_TAKEN && bytes < MOST_BYTES_TAKEN; i++) {
            Optional<ParkedMessage> next = cursor.next();
            more = next.isPresent();
            if (more && filter.matches(next.get())) {
                taken.add(next.get());
                bytes += next.get().bodyLength();
            }
        }
        settle(taken);
        return more;
    }

    private void settle(List<ParkedMessage> letters) {
        if (letters.isEmpty()) {
            return;
        }
        try {
            if (redrives) {
                publisher.publish(letters.stream().map(this::redriven).toList());
            }
        } catch (RefusedMessageException e) {
            if (letters.size() == 1) {
                log.warn("Dead letter {} stays: {}", DeadLetter.idOf(letters.get(0)), e.getMessage());
                refused++;
                return;
            }
            letters.forEach(letter -> settle(List.of(letter)));
            return;
        }
        letters.forEach(cursor::settle);
        settled += letters.size();
        among -= letters.size();
    }

    private OutgoingMessage redriven(ParkedMessage letter) {
        return queue.redriven(letter, null);
    }

    private void close() {
        queue.inTurn(() -> {
            if (cursor != null) {
                queue.close(cursor);
                cursor = null;
            }
            return null;
        });
    }
}
