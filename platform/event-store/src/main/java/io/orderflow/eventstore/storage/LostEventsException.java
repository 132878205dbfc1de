package io.orderflow.eventstore.storage;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Events that were committed and read are not in the store any more. Nothing that this instance could try makes that good; what
 * there is to do, docs/operations.md says.
 */
public final class LostEventsException extends DataAccessResourceFailureException {

    private static final long serialVersionUID = 1L;

    LostEventsException(long place, String eventId) {
        super(
                ("Event %s was read at place %s of the store, and is not there any more: the database has lost events that were"
                                + " committed. This instance does nothing until it is started anew")
                        .formatted(eventId, place));
    }

    /** The same, for somebody else who comes to it. */
    LostEventsException(LostEventsException known) {
        super(known.getMessage(), known);
    }
}
