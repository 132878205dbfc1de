package io.orderflow.rest.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.orderflow.rest.stream.RecentChanges.Change;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One connection. It is written to while it takes something, by the reader's thread, and where that had to leave off, by one of the
 * web server's. A connection that takes nothing for the time that the web server allows is ended by the web server.
 */
final class StreamClient<T> implements WriteListener, AsyncListener {

    /** A comment. Sent at once, so that the client knows that it is connected, and then as sign of life. */
    private static final String COMMENT = ":\n\n";

    private static final String RELOAD = "event: reload\ndata:\n";

    private final AsyncContext connection;
    private final ServletOutputStream out;
    private final String lastEventId;
    private final Instant until;
    private final Predicate<? super T> wanted;
    private final RecentChanges<T> recent;
    private final LiveStream<T> stream;

    /** What comes before the first change; null when it has been written. */
    private String greeting = COMMENT;

    private boolean beatDue;

    /** How far the client was when it came; null until the reader has come so far that this can be told. */
    private StreamPosition since;

    private long number;
    private boolean flushed = true;
    private boolean joined;
    private boolean ended;
    private boolean completed;

    StreamClient(
            AsyncContext connection,
            String lastEventId,
            Instant until,
            Predicate<? super T> wanted,
            RecentChanges<T> recent,
            LiveStream<T> stream)
            throws IOException {
        this.connection = connection;
        this.out = connection.getResponse().getOutputStream();
        this.lastEventId = lastEventId;
        this.until = until;
        this.wanted = wanted;
        this.recent = recent;
        this.stream = stream;
    }

    /** The web server calls {@link #onWritePossible} when the request's own thread has left the response. */
    void begin() {
        connection.addListener(this);
        out.setWriteListener(this);
    }

    synchronized void send() {
        if (since == null) {
            findPlace();
        }
        write();
    }

    synchronized void beat() {
        if (!Instant.now().isBefore(until)) {
            end();
        }
        beatDue = true;
        write();
    }

    private void findPlace() {
        Optional<StreamPosition> then =
                Optional.ofNullable(lastEventId).flatMap(StreamPosition::parse).filter(recent::reachBackTo);
        if (then.isPresent()) {
            since = then.get();
            number = recent.first();
        } else {
            since = recent.position();
            number = recent.next();
            greeting = (lastEventId == null ? "" : RELOAD) + idOf(since);
        }
    }

    private static String idOf(StreamPosition position) {
        return "id: " + position + "\n\n";
    }

    @Override
    public synchronized void onWritePossible() {
        if (!joined) {
            joined = true;
            stream.join(this);
        }
        write();
    }

    private void write() {
        if (since != null && number < recent.first()) {
            end(); // it is so slow that changes which it has not got are no longer kept
        }
        try {
            while (!ended && out.isReady()) {
                byte[] next = next();
                if (next != null) {
                    out.write(next);
                    flushed = false;
                } else if (!flushed) {
                    out.flush();
                    flushed = true;
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) { // it is gone; the web server, which knows, calls onError
            leave();
        }
    }

    /** What is to be written next; null if there is nothing now. */
    private byte[] next() {
        if (greeting != null) {
            byte[] next = greeting.getBytes(UTF_8);
            greeting = null;
            return next;
        }
        StreamPosition reached = recent.position(); // before the changes, so that none of those up to it is left
        Change<T> change = since == null ? null : recent.get(number);
        while (change != null) {
            number++;
            if (since.lacks(change.place()) && wanted.test(change.value())) {
                return change.frame();
            }
            change = recent.get(number);
        }
        return beat(reached);
    }

    /** With an id, so that who gets few changes can come back, too; but with none that is before what the client has. */
    private byte[] beat(StreamPosition reached) {
        if (!beatDue) {
            return null;
        }
        beatDue = false;
        String beat = since == null || reached.last() < since.last() ? COMMENT : ":\n" + idOf(reached);
        return beat.getBytes(UTF_8);
    }

    /** Unless it has got nothing so far. */
    synchronized void endIfPlaced() {
        if (since != null) {
            end();
        }
    }

    synchronized void end() {
        if (!ended) {
            leave();
            complete();
        }
    }

    private void leave() {
        ended = true;
        stream.leave(this);
    }

    private void complete() {
        if (!completed) {
            completed = true;
            connection.complete();
        }
    }

    @Override
    public synchronized void onError(Throwable error) {
        leave();
    }

    @Override
    public synchronized void onError(AsyncEvent event) {
        leave();
        complete();
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        leave();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // there is none
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // it is not started again
    }
}
