package io.orderflow.relay.sample;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.wire.IntegrationEvents;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** An application with an event store on a real PostgreSQL, and a broker that takes everything. */
@EnableAutoConfiguration(exclude = RabbitAutoConfiguration.class)
public class RelayApplication extends StoreApplication {

    public static final String EXCHANGE = "orderflow.relay.exchange=exchange";

    @Bean
    protected IntegrationEvents integrationEvents() {
        return WeatherMessages.PUBLISHED;
    }

    @Bean
    FakeBroker broker() {
        return new FakeBroker();
    }

    @Bean
    ReceiverConnections receivers(FakeBroker broker) {
        return new ReceiverConnections(broker.connections, broker.connections);
    }

    @Bean
    ConnectionFactory connections(FakeBroker broker) {
        return broker.connections;
    }
}
