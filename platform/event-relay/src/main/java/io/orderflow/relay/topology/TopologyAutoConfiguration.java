package io.orderflow.relay.topology;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.worker.Worker;
import java.time.Duration;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares what events travel by, and keeps it declared. */
@AutoConfiguration(after = RabbitAutoConfiguration.class)
@EnableConfigurationProperties(EventRelayProperties.class)
public class TopologyAutoConfiguration {

    /** How soon what was deleted is there again; an event for it is published again until then. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    @Bean
    TopologyKeeper topologyHealthIndicator(ConnectionFactory connections, EventRelayProperties properties) {
        TopologyKeeper keeper = new TopologyKeeper(connections, Topology.of(properties));
        connections.addConnectionListener(keeper);
        return keeper;
    }

    @Bean
    Worker topologyWorker(TopologyKeeper keeper) {
        return new Worker("topology", keeper, EVERY);
    }

    @Bean
    @ConditionalOnWebApplication
    QueueController queueController(ObjectProvider<QueueDepths> depths) {
        return new QueueController(depths);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(AmqpAdmin.class)
    static class Inspection {

        @Bean
        QueueInspector queueInspector(AmqpAdmin broker) {
            return new QueueInspector(broker);
        }

        @Bean
        QueueDepths queueDepths(QueueInspector inspector, EventRelayProperties properties, MeterRegistry metrics) {
            return new QueueDepths(inspector, properties.read(), queue -> taken(queue, metrics), System::nanoTime);
        }

        private static double taken(String queue, MeterRegistry metrics) {
            return metrics.find("orderflow.inbox.batch.size").tag("queue", queue).summaries().stream()
                    .mapToDouble(DistributionSummary::totalAmount)
                    .sum();
        }
    }
}
