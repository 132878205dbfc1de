package io.orderflow.relay.topology;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How the queues of events are divided.
 *
 * @param partitions into how many queues of the broker each queue is divided whose events belong to something, as to an order; the
 *     same for all services of a system
 */
@ConfigurationProperties("orderflow")
public record PartitionProperties(@DefaultValue("1") int partitions) {

    static final int MOST = 32;

    public PartitionProperties {
        Assert.isTrue(partitions >= 1 && partitions <= MOST, "orderflow.partitions has to be 1 to " + MOST);
    }
}
