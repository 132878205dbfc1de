package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.QueueInspector;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeadlineConfiguration {

    @Bean
    Worker overdueOrders(
            WaitingOrderRepository waiting,
            ProcessorPositions positions,
            QueueInspector queues,
            EventRelayProperties relay,
            @Qualifier("eventStore") EventStore events,
            EventTransactions transactions,
            @Value("${orderflow.fulfilment.asks}") String asked,
            @Value("${orderflow.fulfilment.answer-timeout}") Duration answerTimeout,
            @Value("${orderflow.fulfilment.longest-wait}") Duration longestWait) {
        var taken = new TakenQuestions(positions, queues, List.of(asked, relay.listenTo()));
        return new Worker(
                "overdue-orders", new OverdueOrders(waiting, taken, events, transactions, answerTimeout, longestWait));
    }
}
