package io.orderflow.ordering;

import io.orderflow.api.InventoryEvent;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.OrderRelated;
import io.orderflow.api.RoutingKey;
import io.orderflow.api.StockRejected;
import io.orderflow.api.StockReserved;
import io.orderflow.eventstore.processing.Patience;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.eventstore.storage.AggregateOfEvent;
import io.orderflow.ordering.fulfilment.AnswerOverdue;
import io.orderflow.ordering.fulfilment.OrderFulfilment;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.relay.wire.IntegrationEvents;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.tracing.SpanAttributesProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Takes orders and brings each to its end. */
@SpringBootApplication
public class OrderCommandApplication {

    public static void main(String[] args) {
        SpringApplication.run(OrderCommandApplication.class, args);
    }

    @Bean
    EventCatalog eventCatalog() {
        return EventCatalog.of(OrderEvent.class, InventoryEvent.class, AnswerOverdue.class);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(
                        type -> type.getAnnotation(RoutingKey.class).value(), OrderEvent.class, InventoryEvent.class)
                .partitionedBy(OrderRelated.class, OrderRelated::orderId)
                .taking(InventoryEvent.class, event -> "product-" + event.productId());
    }

    /** Nothing has to be done for an order until it is answered, which is soon. */
    @Bean
    Patience patienceOfFulfilment() {
        return new Patience(OrderFulfilment.PROCESSOR, Set.of(InventoryEvent.class, AnswerOverdue.class));
    }

    /** Fulfilment ends many orders at once. */
    @Bean
    AggregateOfEvent orderOfAnswer() {
        return event -> answeredOrder(event).map(OrderId::toString);
    }

    private static Optional<OrderId> answeredOrder(Object event) {
        boolean ends =
                event instanceof StockReserved || event instanceof StockRejected || event instanceof AnswerOverdue;
        return ends ? Optional.of(new OrderId(((OrderRelated) event).orderId())) : Optional.empty();
    }

    @Bean
    SpanAttributesProvider orderInSpans() {
        return message -> message.getPayload() instanceof OrderRelated event
                ? Map.of("order.id", String.valueOf(event.orderId()))
                : Map.of();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
