package io.orderflow.relay.topology;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.Nullable;
import java.util.List;

/**
 * A queue from which the service takes messages, as of some seconds ago; what is null could not be asked of the broker then.
 *
 * @param messages how many wait in it
 * @param consumers how many instances of the service read it; of those, one takes all. Of partitions, the fewest
 * @param takenPerSecond events that this instance has taken out of it
 * @param partitions the queues of the broker that it consists of, where it is not one
 * @param deadLetters its messages that could not be handled, and wait for an operator
 */
record QueueStatus(
        String name,
        @Nullable Long messages,
        @Nullable Integer consumers,
        double takenPerSecond,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<QueuePartition> partitions,
        @Nullable Long deadLetters) {}
