package io.orderflow.eventstore.processing;

/**
 * Says of a processor that operators cannot pause it. As a bean, it is regarded by whoever pauses.
 *
 * @param processor its name
 * @param reason what would come of it, as the end of a sentence
 */
public record NeverPaused(String processor, String reason) {}
