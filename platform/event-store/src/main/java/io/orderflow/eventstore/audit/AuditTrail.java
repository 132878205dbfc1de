package io.orderflow.eventstore.audit;

import java.time.Instant;
import java.util.List;

/** What people did, the entries of all instances of a service. */
public interface AuditTrail {

    /**
     * Adds an entry of now: in the current transaction, if there is one that the trail can be part of, so that the entry is kept if
     * and only if what was done is.
     */
    void add(String who, AuditedAction action, String target, String detail);

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
