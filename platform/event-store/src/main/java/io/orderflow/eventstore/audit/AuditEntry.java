package io.orderflow.eventstore.audit;

import java.time.Instant;

/**
 * Something that somebody did.
 *
 * @param id later entries have others, by which pages go on
 * @param who by the subject of a token; where there are no tokens, the address
 * @param target to what, as the path that leads to it, e.g. {@code products/7}
 * @param detail what more there is to say, for a person to read
 */
public record AuditEntry(String id, Instant at, String who, AuditedAction action, String target, String detail) {}
