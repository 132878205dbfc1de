package io.orderflow.eventstore.processing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How the work of processors is divided.
 *
 * @param segments into how many parts the work of each processor is divided, each of which is done by one thread of one instance; a
 *     power of two, and the same for all services of a system
 */
@ConfigurationProperties("orderflow.processors")
public record ProcessorProperties(@DefaultValue("1") int segments) {

    private static final int MOST = 32;

    public ProcessorProperties {
        Assert.isTrue(
                segments >= 1 && segments <= MOST && Integer.bitCount(segments) == 1,
                "orderflow.processors.segments has to be 1, 2, 4, 8, 16 or 32");
    }
}
