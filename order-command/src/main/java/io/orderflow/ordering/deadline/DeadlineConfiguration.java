package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.QueueInspector;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FulfilmentProperties.class)
class DeadlineConfiguration {

    @Bean
    Worker overdueOrders(
            WaitingOrderRepository waiting,
            FulfilmentProgressRepository progress,
            ProcessorPositions positions,
            QueueInspector queues,
            EventRelayProperties relay,
            @Qualifier("eventStore") EventStore events,
            EventTransactions transactions,
            FulfilmentProperties fulfilment) {
        var taken = new TakenQuestions(positions, queues, List.of(fulfilment.asks(), relay.listenTo()));
        var overdue = new OverdueOrders(
                waiting,
                progress,
                taken,
                events,
                transactions,
                fulfilment.answerTimeout(),
                fulfilment.longestWait(),
                waiting::now);
        return new Worker("overdue-orders", overdue);
    }
}
