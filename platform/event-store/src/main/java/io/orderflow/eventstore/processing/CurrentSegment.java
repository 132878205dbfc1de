package io.orderflow.eventstore.processing;

import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** The segment for which an event is handled, where its processor's work is divided by {@link SegmentKeys} or is that of sagas. */
public final class CurrentSegment {

    private static final String KEY = CurrentSegment.class.getName();

    private CurrentSegment() {}

    /** The number of the segment; 0 where nothing is divided. */
    public static int number() {
        return get().getSegmentId();
    }

    /** Whether what has this key is the segment's own. Everything is where nothing is divided. */
    public static boolean has(Object key) {
        return get().matches(key);
    }

    private static Segment get() {
        return CurrentUnitOfWork.isStarted()
                ? CurrentUnitOfWork.get().root().getOrDefaultResource(KEY, Segment.ROOT_SEGMENT)
                : Segment.ROOT_SEGMENT;
    }

    /** What is handled from now on by the current unit of work is handled for this segment. */
    static void set(Segment segment) {
        CurrentUnitOfWork.get().root().resources().put(KEY, segment);
    }
}
