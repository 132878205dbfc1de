package io.orderflow.relay.wire;

import io.orderflow.eventstore.autoconfigure.AutoConfigurationVeto;
import java.util.Set;

/** Axon's AMQP extension is configured here: its own configuration is written for the packages of Spring Boot 3. */
final class AmqpExtensionVeto extends AutoConfigurationVeto {

    AmqpExtensionVeto() {
        super(Set.of("org.axonframework.extensions.amqp.autoconfig.AMQPAutoConfiguration"));
    }
}
