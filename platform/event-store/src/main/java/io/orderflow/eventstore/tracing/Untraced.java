package io.orderflow.eventstore.tracing;

/**
 * That a processor gets no spans for the events that it handles, as it makes its own. A bean.
 *
 * @param processor its name
 */
public record Untraced(String processor) {}
