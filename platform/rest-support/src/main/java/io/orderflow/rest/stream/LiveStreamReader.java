package io.orderflow.rest.stream;

/**
 * Reads changes into a stream while somebody wants to know, for all clients of this instance at once. To be run again and again
 * by one thread, with pauses while there is nothing.
 *
 * @param <T> what clients choose by
 */
public final class LiveStreamReader<T> {

    /**
     * Where changes are read, in the order in which clients get them. If reading fails, it begins anew.
     *
     * @param <T> what clients choose by
     */
    public interface Source<T> {

        /** Begins so far back that each instance has the same last changes for those who come back; returns the place before them. */
        long begin();

        /** Whether what has been read is no longer true, so that all clients have to reload. */
        boolean isOutdated();

        /** Adds the next changes; returns whether there are more at once. */
        boolean readInto(LiveStream<T> stream);
    }

    private final LiveStream<T> stream;
    private final Source<T> source;
    private boolean begun;

    public LiveStreamReader(LiveStream<T> stream, Source<T> source) {
        this.stream = stream;
        this.source = source;
    }

    /**
     * Where to begin: at least so many places before the end of history, and at most twice as many, or at its beginning. Instances that
     * begin a little apart mostly begin at the same place; one that begins later would have forgotten the first gaps that clients of the
     * other have, and have them reload.
     *
     * @param end the last place of history
     */
    public static long beginning(long end, long places) {
        return Math.max(0, (end / places - 1) * places);
    }

    /** Passes on what there is; returns whether there is more at once. Waits while there are no clients. */
    public boolean run() throws InterruptedException {
        if (!stream.isWatched()) {
            begun = false;
            stream.awaitClients();
        }
        stream.beat();
        if (begun && source.isOutdated()) {
            begun = false;
        }
        if (!begun) {
            stream.disconnect(); // or they would be sent again all that has come since they connected
            begin();
        }
        boolean more = readNext();
        stream.send();
        return more;
    }

    /** Up to the last change, before clients get anything. */
    private void begin() {
        stream.restart(source.begin());
        while (readNext()) {
            stream.beat();
        }
        begun = true;
    }

    private boolean readNext() {
        try {
            return source.readInto(stream);
        } catch (RuntimeException e) {
            begun = false; // what was not taken would be left out
            throw e;
        }
    }
}
