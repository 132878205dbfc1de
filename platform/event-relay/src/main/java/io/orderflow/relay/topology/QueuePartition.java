package io.orderflow.relay.topology;

import jakarta.annotation.Nullable;

/**
 * One of the broker's queues that a queue consists of; what is null could not be asked of the broker.
 *
 * @param messages how many wait in it
 * @param consumers how many instances read it
 * @param instance whose part it is, by its host and process, where the instances of the service share the partitions
 * @param takenPerSecond events that this instance has taken out of it
 */
record QueuePartition(
        String name,
        @Nullable Long messages,
        @Nullable Integer consumers,
        @Nullable String instance,
        double takenPerSecond) {}
