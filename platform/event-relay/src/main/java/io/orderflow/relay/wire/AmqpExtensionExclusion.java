package io.orderflow.relay.wire;

import io.orderflow.eventstore.exclusion.AutoConfigurationExclusion;
import java.util.Set;

/** Axon's AMQP extension is configured here: its own configuration is written for the packages of Spring Boot 3. */
final class AmqpExtensionExclusion extends AutoConfigurationExclusion {

    @Override
    protected Set<String> leftOut() {
        return Set.of("org.axonframework.extensions.amqp.autoconfig.AMQPAutoConfiguration");
    }
}
