package io.orderflow.relay.topology;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.worker.Worker;
import java.time.Duration;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
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
@EnableConfigurationProperties({EventRelayProperties.class, PartitionProperties.class})
public class TopologyAutoConfiguration {

    /** How soon what was deleted is there again; an event for it is published again until then. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    @Bean
    Partitions partitions(EventRelayProperties relay, PartitionProperties properties) {
        return new Partitions(relay, properties.partitions());
    }

    @Bean
    TopologyKeeper topologyHealthIndicator(
            ConnectionFactory connections, EventRelayProperties properties, Partitions partitions) {
        TopologyKeeper keeper = new TopologyKeeper(
                connections,
                Topology.of(properties, partitions),
                new PartitionCheck(properties, partitions, PartitionCheck.BETWEEN_LOOKS));
        connections.addConnectionListener(keeper);
        return keeper;
    }

    @Bean
    @ConditionalOnBean(CachingConnectionFactory.class)
    FirstConnection firstConnection(ConnectionFactory connections, TopologyKeeper topology) {
        return new FirstConnection(connections);
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
        QueueInspector queueInspector(AmqpAdmin broker, Partitions partitions) {
            return new QueueInspector(broker, partitions);
        }

        @Bean
        QueueDepths queueDepths(
                QueueInspector inspector,
                Partitions partitions,
                EventRelayProperties properties,
                ObjectProvider<PartitionHolders> holders,
                MeterRegistry metrics) {
            return new QueueDepths(
                    inspector,
                    partitions,
                    properties.read(),
                    name -> holders.stream().findFirst().flatMap(some -> some.holderOf(name)),
                    name -> taken(name, metrics),
                    System::nanoTime);
        }

        private static double taken(String queue, MeterRegistry metrics) {
            return metrics.find("orderflow.inbox.batch.size").tag("queue", queue).summaries().stream()
                    .mapToDouble(DistributionSummary::totalAmount)
                    .sum();
        }
    }
}
