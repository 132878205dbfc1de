package io.orderflow.relay.receiver;

import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Lets the application connect to its broker in other ways, too. */
@AutoConfiguration(after = RabbitAutoConfiguration.class)
public class ReceiverAutoConfiguration implements DisposableBean {

    private final List<CachingConnectionFactory> factories = new ArrayList<>();

    @Bean
    @ConditionalOnMissingBean
    ReceiverConnections receiverConnections(
            CachingConnectionFactory connections, CachingConnectionFactoryConfigurer configurer) {
        return new ReceiverConnections(
                withLimit(Integer.MAX_VALUE, connections, configurer),
                withLimit(ReceiverConnections.SWIFT_BYTES, connections, configurer));
    }

    private CachingConnectionFactory withLimit(
            int bytes, CachingConnectionFactory connections, CachingConnectionFactoryConfigurer configurer) {
        com.rabbitmq.client.ConnectionFactory limited =
                connections.getRabbitConnectionFactory().clone();
        limited.setMaxInboundMessageBodySize(bytes);
        limited.setThreadFactory(DeepStack::newThread);
        CachingConnectionFactory factory = new CachingConnectionFactory(limited);
        configurer.configure(factory);
        factories.add(factory);
        return factory;
    }

    @Override
    public void destroy() {
        factories.forEach(CachingConnectionFactory::destroy);
    }
}
