package io.orderflow.eventstore.processing;

import java.time.Instant;

/**
 * That no instance runs a processor.
 *
 * @param who has paused it
 */
record Pause(String processor, Instant since, String who) {}
