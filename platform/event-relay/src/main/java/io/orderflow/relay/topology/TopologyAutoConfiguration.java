package io.orderflow.relay.topology;

import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Declarables;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Declares what events travel by, whenever a connection to the broker is made. */
@AutoConfiguration(after = RabbitAutoConfiguration.class)
@EnableConfigurationProperties(EventRelayProperties.class)
public class TopologyAutoConfiguration {

    @Bean
    Declarables topology(EventRelayProperties properties) {
        return Topology.declarables(properties);
    }

    @Bean
    QueueInspector queueInspector(AmqpAdmin broker) {
        return new QueueInspector(broker);
    }
}
