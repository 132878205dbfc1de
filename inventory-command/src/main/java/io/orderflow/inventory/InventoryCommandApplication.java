package io.orderflow.inventory;

import io.orderflow.api.InventoryEvent;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.OrderRelated;
import io.orderflow.api.RoutingKey;
import io.orderflow.eventstore.processing.CurrentSegment;
import io.orderflow.eventstore.processing.NeverPaused;
import io.orderflow.eventstore.processing.SegmentKeys;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.inventory.product.ProductEvent;
import io.orderflow.inventory.reservation.ReservationPolicy;
import io.orderflow.relay.outbox.Relay;
import io.orderflow.relay.wire.IntegrationEvents;
import java.util.Map;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.tracing.SpanAttributesProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Keeps the stock of products and reserves it for orders. */
@SpringBootApplication
public class InventoryCommandApplication {

    public static void main(String[] args) {
        SpringApplication.run(InventoryCommandApplication.class, args);
    }

    @Bean
    EventCatalog eventCatalog() {
        return EventCatalog.of(OrderEvent.class, InventoryEvent.class, ProductEvent.class);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(
                        type -> type.getAnnotation(RoutingKey.class).value(), OrderEvent.class, InventoryEvent.class)
                .partitionedBy(OrderRelated.class, OrderRelated::orderId)
                .taking(OrderEvent.class, event -> "order-" + event.orderId());
    }

    @Bean
    ReservationPolicy reservationPolicy(CommandGateway commands) {
        return new ReservationPolicy(commands, CurrentSegment::has);
    }

    @Bean
    SegmentKeys reservationIsDividedByProducts() {
        return new SegmentKeys(ReservationPolicy.PROCESSOR, ReservationPolicy::productsOf);
    }

    /** Time counts for an order while inventory has the question. */
    @Bean
    NeverPaused reservationIsNeverPaused() {
        return new NeverPaused(ReservationPolicy.PROCESSOR, "orders would be cancelled, as inventory does not answer");
    }

    @Bean
    NeverPaused answersAreNeverHeldBack() {
        return new NeverPaused(Relay.PROCESSOR, "orders would be cancelled, as inventory's answers do not arrive");
    }

    @Bean
    SpanAttributesProvider orderInSpans() {
        return message -> message.getPayload() instanceof OrderRelated event
                ? Map.of("order.id", String.valueOf(event.orderId()))
                : Map.of();
    }
}
