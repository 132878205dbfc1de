package io.orderflow.eventstore.processing;

import io.orderflow.eventstore.worker.FailureLog;
import java.util.Map;
import org.axonframework.eventhandling.ErrorHandler;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.EventTrackerStatusChangeListener;
import org.axonframework.eventhandling.Segment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in a line each what becomes of a processor: that it runs in this instance, why it does not get on, and that it does again.
 * For the threads of its segments, each of which tells of its own failures.
 */
final class ProcessorLog implements EventTrackerStatusChangeListener {

    private static final Logger log = LoggerFactory.getLogger(ProcessorLog.class);

    private final String processor;

    @SuppressWarnings("ThreadLocalUsage") // there are as few processors as static fields
    private final ThreadLocal<FailureLog> failures;

    ProcessorLog(String processor) {
        this.processor = processor;
        this.failures =
                ThreadLocal.withInitial(() -> new FailureLog(log, "The processor " + processor + " cannot get on"));
    }

    /** Tells of each batch that fails, where Axon's own listener is called for the first of them alone. */
    ErrorHandler beside(ErrorHandler handler) {
        return context -> {
            failures.get().failed(context.error());
            handler.handleError(context);
        };
    }

    @Override
    public void onEventTrackerStatusChange(Map<Integer, EventTrackerStatus> changes) {
        changes.values().forEach(this::say);
    }

    private void say(EventTrackerStatus status) {
        if (status.trackerAdded()) {
            log.info("This instance has taken over the processor {}{}", processor, part(status));
        } else if (status.trackerRemoved()) {
            log.info("This instance has given up the processor {}{}", processor, part(status));
        } else if (status.isErrorState()) {
            failures.get().failed(status.getError());
        } else {
            failures.get().succeeded();
        }
    }

    /** Which of several segments it is. */
    private static String part(EventTrackerStatus status) {
        Segment segment = status.getSegment();
        return segment.getMask() == 0 ? "" : ", segment " + segment.getSegmentId();
    }
}
