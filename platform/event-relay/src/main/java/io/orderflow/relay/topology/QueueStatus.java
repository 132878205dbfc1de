package io.orderflow.relay.topology;

import jakarta.annotation.Nullable;

/**
 * A queue from which the service takes messages, as of some seconds ago; what is null could not be asked of the broker then.
 *
 * @param messages how many wait in it
 * @param consumers how many instances of the service read it; of those, one takes all
 * @param takenPerSecond events that this instance has taken out of it
 * @param deadLetters its messages that could not be handled, and wait for an operator
 */
record QueueStatus(
        String name,
        @Nullable Long messages,
        @Nullable Integer consumers,
        double takenPerSecond,
        @Nullable Long deadLetters) {}
