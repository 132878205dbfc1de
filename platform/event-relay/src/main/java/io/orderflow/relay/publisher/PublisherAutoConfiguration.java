package io.orderflow.relay.publisher;

import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.TopologyAutoConfiguration;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/** Gives everyone who publishes a publisher of their own: while one waits for confirms, no other does. */
@AutoConfiguration(after = TopologyAutoConfiguration.class)
public class PublisherAutoConfiguration {

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    ConfirmingPublisher confirmingPublisher(ConnectionFactory connections, EventRelayProperties properties) {
        return new ConfirmingPublisher(connections, properties.confirmTimeout());
    }
}
