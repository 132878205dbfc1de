package io.orderflow.eventstore.processing;

import io.orderflow.eventstore.worker.FailureLog;
import java.util.Map;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.EventTrackerStatusChangeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in a line each what becomes of a processor: that it runs in this instance, that it stands still, that it goes on. */
final class ProcessorLog implements EventTrackerStatusChangeListener {

    private static final Logger log = LoggerFactory.getLogger(ProcessorLog.class);

    private final String processor;
    private boolean standing;

    ProcessorLog(String processor) {
        this.processor = processor;
    }

    @Override
    public synchronized void onEventTrackerStatusChange(Map<Integer, EventTrackerStatus> changes) {
        changes.values().forEach(this::say);
    }

    private void say(EventTrackerStatus status) {
        if (status.trackerAdded()) {
            log.info("This instance has taken over the processor {}", processor);
        } else if (status.trackerRemoved()) {
            log.info("This instance has given up the processor {}", processor);
        } else if (status.isErrorState() && !standing) {
            sayThatItStands(status.getError());
        } else if (!status.isErrorState() && standing) {
            log.info("The processor {} goes on", processor);
        }
        standing = status.isErrorState();
    }

    private void sayThatItStands(Throwable failure) {
        String line = "The processor {} cannot get on, and tries again until it can: {}";
        if (FailureLog.isForeseen(failure)) {
            log.warn(line, processor, FailureLog.sentence(failure));
        } else {
            log.warn(line, processor, FailureLog.sentence(failure), failure);
        }
    }
}
