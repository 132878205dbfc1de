package io.orderflow.eventstore.audit;

import java.time.Instant;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What people did, the entries of all instances of a service. */
public interface AuditTrail {

    /**
     * Adds an entry of now: in the current transaction, if there is one that the trail can be part of, so that the entry is kept if
     * and only if what was done is.
     */
    void add(String who, AuditedAction action, String target, String detail);

    /**
     * Adds an entry of what has been done already, in no transaction. If it cannot be kept, the log says so: nothing is undone by it, and
     * who did it must not do it again.
     */
    default void addAfterwards(String who, AuditedAction action, String target, String detail) {
        try {
            add(who, action, target, detail);
        } catch (DataAccessException e) {
            LoggerFactory.getLogger(AuditTrail.class)
                    .warn("Not among the activity: {}, {}, {}, {}", who, action.title(), target, detail, e);
        }
    }

    /**
     * A page of the entries, the newest first.
     *
     * @param after the id of the last entry of the page before; null for the first page
     * @throws IllegalArgumentException if no entry can have this id
     */
    List<AuditEntry> page(String after, int limit);

    /** Forgets entries that are older, some at a time; whether there may be more of them. */
    boolean forgetBefore(Instant time);
}
