package io.orderflow.rest.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.orderflow.rest.stream.RecentChanges.Change;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * A stream of changes as server-sent events, for any number of clients. One reader, in a thread of its own, finds the changes,
 * and hands them to {@link #add}; {@link #send} passes them on. Nobody waits for a client: what one does not take stays among the
 * changes that are kept for all, from which it also gets what it missed while it was away.
 *
 * <p>Guarantee: a client that comes back with the id of the last event that it got gets all changes since, or the event
 * {@code reload}, after which it has to ask for the whole list once. One that is too slow is disconnected, and may come back alike.
 *
 * @param <T> what clients choose by
 */
public final class LiveStream<T> implements SmartLifecycle {

    /** The header in which a client that comes back says how far it was. */
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(15);

    /** So that who opens a page, or comes back, does not make the reader begin anew. */
    private static final Duration WITHOUT_CLIENTS = Duration.ofMinutes(1);

    private final RecentChanges<T> recent;
    private final LongSupplier nanoTime;
    private final Set<StreamClient<T>> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private volatile long lastWatched;
    private long lastHeartbeat;

    /**
     * A stream that keeps the last changes in memory, for those who come back.
     *
     * @param mostChanges how many of them at most
     * @param mostBytes how many bytes of them at most
     * @param nanoTime a clock, such as {@link System#nanoTime()}
     */
    public LiveStream(int mostChanges, long mostBytes, LongSupplier nanoTime) {
        this.recent = new RecentChanges<>(mostChanges, mostBytes);
        this.nanoTime = nanoTime;
        this.lastWatched = nanoTime.getAsLong() - WITHOUT_CLIENTS.toNanos();
        this.lastHeartbeat = nanoTime.getAsLong();
    }

    /**
     * Answers a request by the stream, until one of both sides goes. The request's thread is free at once.
     *
     * @param until when the client may be given no more; it is then disconnected within a heartbeat
     * @param wanted what the client gets
     */
    public void open(
            HttpServletRequest request, HttpServletResponse response, Instant until, Predicate<? super T> wanted)
            throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        response.setHeader("X-Accel-Buffering", "no"); // some proxies would wait for more
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            return;
        }
        AsyncContext connection = request.startAsync();
        connection.setTimeout(0);
        new StreamClient<>(connection, request.getHeader(LAST_EVENT_ID), until, wanted, recent, this).begin();
    }

    /** From now on the client may be written to. */
    synchronized void join(StreamClient<T> client) {
        clients.add(client);
        if (!running) {
            client.end();
        }
        notifyAll();
    }

    void leave(StreamClient<T> client) {
        clients.remove(client);
    }

    /** How many clients there are. */
    public int clients() {
        return clients.size();
    }

    /** Returns when there are clients. */
    public synchronized void awaitClients() throws InterruptedException {
        while (clients.isEmpty()) {
            wait();
        }
    }

    /** Whether there are clients, or have been until a moment ago. Asked by the reader, who may rest if not. */
    public boolean isWatched() {
        if (!clients.isEmpty()) {
            lastWatched = nanoTime.getAsLong();
        }
        return nanoTime.getAsLong() - lastWatched < WITHOUT_CLIENTS.toNanos();
    }

    /** Ends the connections of those who have been given changes. They come back, and go on where they were or have to reload. */
    public void disconnect() {
        clients.forEach(StreamClient::endIfPlaced);
    }

    /** Forgets all changes: the reader begins anew behind a place. Who comes back from before it has to reload. */
    public void restart(long place) {
        recent.restart(place);
    }

    /**
     * Takes a change in, the next one in the order in which clients get them.
     *
     * @param place where it is in history
     * @param reached how far the reader has come with it
     * @param json what clients are given, in one line
     */
    public void add(long place, StreamPosition reached, T value, String json) {
        recent.add(new Change<>(place, value, ("id: " + reached + "\ndata: " + json + "\n\n").getBytes(UTF_8)));
        recent.reached(reached);
    }

    /** Notes how far the reader has come, where there was no change. */
    public void reached(StreamPosition reached) {
        recent.reached(reached);
    }

    /** Passes on what has been added. Not to be called before the reader has come to the end of history. */
    public void send() {
        clients.forEach(StreamClient::send);
    }

    /** Gives a sign of life to each client if it is time; to be called often, also while no changes can be read. */
    public void beat() {
        if (nanoTime.getAsLong() - lastHeartbeat >= BETWEEN_HEARTBEATS.toNanos()) {
            lastHeartbeat = nanoTime.getAsLong();
            clients.forEach(StreamClient::beat);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Ends all connections, before the web server waits for their end. */
    @Override
    public void stop() {
        running = false;
        clients.forEach(StreamClient::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
