package io.orderflow.ordering.deadline;

/**
 * The orders of all instances, at one moment.
 *
 * @param pending those that are accepted and have not ended; rather too many than too few
 * @param ended those that have ended since the service was installed; of use as the difference between two moments
 */
public record Backlog(long pending, long ended) {}
