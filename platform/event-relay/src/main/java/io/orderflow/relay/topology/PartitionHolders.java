package io.orderflow.relay.topology;

import java.util.Optional;

/** Knows how the instances of the service share its partitions. */
@FunctionalInterface
public interface PartitionHolders {

    /** The instance that is to read one of the broker's queues; empty if that is not known, or for all of them. */
    Optional<String> holderOf(String name);
}
