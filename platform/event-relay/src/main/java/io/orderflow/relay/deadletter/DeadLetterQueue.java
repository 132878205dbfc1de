package io.orderflow.relay.deadletter;

import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.receiver.ReceiverConnections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * Where operators look through the dead letters of a queue, and hand them in again or give them up.
 *
 * <p>The dead-letter queue itself is the only store. Letters are read without being acknowledged, and are back in their
 * places when the channel closes, so that whatever goes wrong, none is lost. While one operator reads at one instance of a
 * service, another may see fewer at another. A page is kept open for the next one, which then costs no more than the first.
 */
final class DeadLetterQueue {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterQueue.class);

    private static final long ALL = Long.MAX_VALUE;

    /** Fair, so that who looks has a turn while many letters are settled. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final ReceiverConnections connections;
    private final ConfirmingPublisher publisher;
    private final String name;
    private final UnaryOperator<String> returnTo;
    private volatile OpenPage open;

    /** How many letters there are as soon as those are back that were looked at last. */
    private long expected;

    /**
     * @param name of the queue whose dead letters are handled here
     * @param returnTo the queue of the broker into which a letter is put again, for the partition that it came from, null if that is
     *     not known
     */
    DeadLetterQueue(
            ReceiverConnections connections,
            ConfirmingPublisher publisher,
            String name,
            UnaryOperator<String> returnTo) {
        this.connections = connections;
        this.publisher = publisher;
        this.name = name;
        this.returnTo = returnTo;
    }

    String name() {
        return name;
    }

    /**
     * The oldest letters that are meant, at most so many.
     *
     * @param after the id of the letter after which to begin; null for the first page
     * @return empty if there is no letter with that id
     */
    Optional<DeadLetterPage> page(DeadLetterFilter filter, String after, int limit) {
        return inTurn(() -> {
            if (!isOpenAt(filter, after)) {
                putBack();
                long total = count(filter);
                open = new OpenPage(cursor(ALL), name, filter, total);
                if (after != null && !open.isFound(after)) {
                    putBack();
                    return Optional.empty();
                }
            }
            return Optional.of(open.read(limit));
        });
    }

    /** Whether the page that was read last ended with this letter. */
    boolean isOpenAt(DeadLetterFilter filter, String after) {
        OpenPage page = open;
        return page != null && page.isAt(filter, after);
    }

    /** Has the letters that were shown go back to their places, where others see them too. */
    void putBack() {
        inTurn(() -> {
            if (open != null) {
                close(open.cursor());
                open = null;
            }
            return null;
        });
    }

    /** How many letters are meant. */
    long count(DeadLetterFilter filter) {
        return inTurn(() -> {
            putBack();
            if (filter.isForAll()) {
                return use(cursor(ALL), LetterCursor::total);
            }
            return lookThrough(cursor -> {
                long count = 0;
                Optional<ParkedMessage> next = cursor.next();
                while (next.isPresent()) {
                    count += next.filter(filter::matches).isPresent() ? 1 : 0;
                    next = filter.isExhausted(count) ? Optional.empty() : cursor.next();
                }
                return count;
            });
        });
    }

    /** All of one letter. */
    Optional<DeadLetter> find(String id) {
        return onLetter(id, (cursor, letter) -> DeadLetter.whole(letter, name));
    }

    /**
     * Puts the message back into the queue it came from, as it came. It leaves the dead letters only when the broker has
     * confirmed it there.
     *
     * @param body in place of the message's own; null for that
     * @return whether there is such a dead letter
     * @throws io.orderflow.relay.publisher.RefusedMessageException if the broker takes no such message
     */
    boolean redrive(String id, byte[] body) {
        return onLetter(id, (cursor, letter) -> {
                    publisher.publish(List.of(redriven(letter, body)));
                    cursor.settle(letter);
                    return letter;
                })
                .isPresent();
    }

    /** The letter for the queue that it came from; body as for {@link #redrive}. */
    OutgoingMessage redriven(ParkedMessage letter, byte[] body) {
        return letter.redriven(returnTo.apply(letter.parking(ParkedMessage.PARTITION)), body);
    }

    /**
     * Deletes a dead letter for good.
     *
     * @return whether there is such a dead letter
     */
    boolean drop(String id) {
        return onLetter(id, (cursor, letter) -> {
                    cursor.settle(letter);
                    return letter;
                })
                .isPresent();
    }

    private <T> Optional<T> onLetter(String id, BiFunction<LetterCursor, ParkedMessage, T> use) {
        return inTurn(() -> {
            putBack();
            return lookThrough(cursor -> {
                Optional<ParkedMessage> next = cursor.next();
                while (next.isPresent() && !id.equals(DeadLetter.idOf(next.get()))) {
                    next = cursor.next();
                }
                return next.map(letter -> use.apply(cursor, letter));
            });
        });
    }

    /** Twice if need be: a large letter is in the way of the swift. What is handed in twice by it takes effect once. */
    private <T> T lookThrough(Function<LetterCursor, T> look) {
        try {
            return use(LetterCursor.swift(connections, name, takeExpected()), look);
        } catch (AmqpException e) {
            log.debug("Looking through the dead letters of {} one by one", name, e);
        }
        return use(cursor(ALL), look);
    }

    private <T> T use(LetterCursor cursor, Function<LetterCursor, T> look) {
        try {
            return look.apply(cursor);
        } finally {
            close(cursor);
        }
    }

    /** The letters from the oldest, at most so many; to be closed here. */
    LetterCursor cursor(long most) {
        return LetterCursor.careful(connections, name, takeExpected(), most);
    }

    /** Has the letters go back to their places that were not settled. */
    void close(LetterCursor cursor) {
        cursor.close();
        expected = cursor.left();
    }

    /** Has the cursor find all letters that others have looked at meanwhile. */
    void awaitAll(LetterCursor cursor) {
        cursor.await(takeExpected());
    }

    private long takeExpected() {
        long letters = expected;
        expected = 0;
        return letters;
    }

    /** Does what nobody else may get in the way of. */
    <T> T inTurn(Supplier<T> action) {
        turn.lock();
        try {
            return action.get();
        } finally {
            turn.unlock();
        }
    }
}
