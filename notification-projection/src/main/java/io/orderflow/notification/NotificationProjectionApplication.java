package io.orderflow.notification;

import io.orderflow.api.InventoryEvent;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.OrderRelated;
import io.orderflow.api.RoutingKey;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.relay.wire.IntegrationEvents;
import java.util.Map;
import org.axonframework.tracing.SpanAttributesProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Tells clients what became of their orders, and of the stock. */
@SpringBootApplication
public class NotificationProjectionApplication {

    public static void main(String[] args) {
        SpringApplication.run(NotificationProjectionApplication.class, args);
    }

    @Bean
    EventCatalog eventCatalog() {
        return EventCatalog.of(OrderEvent.class, InventoryEvent.class);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(
                        type -> type.getAnnotation(RoutingKey.class).value(), OrderEvent.class, InventoryEvent.class)
                .partitionedBy(OrderRelated.class, OrderRelated::orderId)
                .taking(OrderEvent.class, event -> "order-" + event.orderId())
                .taking(InventoryEvent.class, event -> "product-" + event.productId());
    }

    @Bean
    SpanAttributesProvider orderInSpans() {
        return message -> message.getPayload() instanceof OrderRelated event
                ? Map.of("order.id", String.valueOf(event.orderId()))
                : Map.of();
    }
}
