package io.orderflow.rest.stream;

import java.util.TreeSet;

/**
 * The last changes, numbered as they came: as many as there is room for. All clients read them from here, so that none needs
 * memory of its own for what it has not taken yet.
 */
final class RecentChanges<T> {

    /** A change, and how it is written for whoever gets it. */
    static final class Change<T> {

        private final long place;
        private final T value;
        private final byte[] frame;

        Change(long place, T value, byte[] frame) {
            this.place = place;
            this.value = value;
            this.frame = frame;
        }

        long place() {
            return place;
        }

        T value() {
            return value;
        }

        byte[] frame() {
            return frame;
        }
    }

    private final Change<T>[] ring;
    private final long mostBytes;
    private long first;
    private long next;
    private long bytes;
    private long lostUpTo;
    private StreamPosition position = new StreamPosition(-1, new TreeSet<>());

    @SuppressWarnings("unchecked")
    RecentChanges(int mostChanges, long mostBytes) {
        this.ring = (Change<T>[]) new Change<?>[mostChanges];
        this.mostBytes = mostBytes;
    }

    /** Forgets all; what comes next is what follows a place. */
    synchronized void restart(long place) {
        while (first < next) {
            dropFirst();
        }
        lostUpTo = place;
        position = new StreamPosition(place, new TreeSet<>());
    }

    synchronized void add(Change<T> change) {
        while (next - first == ring.length || (first < next && bytes + change.frame().length > mostBytes)) {
            dropFirst();
        }
        ring[slot(next++)] = change;
        bytes += change.frame().length;
    }

    private void dropFirst() {
        Change<T> dropped = ring[slot(first)];
        ring[slot(first++)] = null;
        bytes -= dropped.frame().length;
        lostUpTo = Math.max(lostUpTo, dropped.place());
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }

    synchronized void reached(StreamPosition reached) {
        position = reached;
    }

    synchronized StreamPosition position() {
        return position;
    }

    synchronized long first() {
        return first;
    }

    synchronized long next() {
        return next;
    }

    /** The change of a number that is not below the first; null if it has not come yet. */
    synchronized Change<T> get(long number) {
        return number < next ? ring[slot(number)] : null;
    }

    /** Whether somebody who has come so far can be given all that he lacks. One instance may be a little behind another. */
    synchronized boolean reachBackTo(StreamPosition other) {
        return other.firstMissing() > lostUpTo && other.last() <= position.last() + ring.length;
    }
}
