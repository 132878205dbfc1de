package io.orderflow.relay.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.PublisherAutoConfiguration;
import io.orderflow.relay.receiver.ReceiverAutoConfiguration;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Where messages go that cannot be handled, and the operators' way to them. */
@AutoConfiguration(after = {PublisherAutoConfiguration.class, ReceiverAutoConfiguration.class})
public class DeadLetterAutoConfiguration {

    @Bean
    DeadLetterPublisher deadLetterPublisher(
            ConfirmingPublisher publisher, MeterRegistry metrics, EventRelayProperties properties) {
        return new DeadLetterPublisher(publisher, Clock.systemUTC(), metrics, properties.read());
    }

    @Bean
    @ConditionalOnWebApplication
    DeadLetterDesk deadLetterDesk(
            ReceiverConnections connections,
            ConfirmingPublisher publisher,
            EventRelayProperties properties,
            Partitions partitions) {
        return new DeadLetterDesk(
                properties.read().stream()
                        .map(queue -> new DeadLetterQueue(
                                connections, publisher, queue, partition -> partitions.returnTo(queue, partition)))
                        .toList(),
                publisher);
    }

    @Bean
    @ConditionalOnWebApplication
    DeadLetterController deadLetterController(DeadLetterDesk desk, AuditTrail trail) {
        return new DeadLetterController(desk, trail);
    }
}
