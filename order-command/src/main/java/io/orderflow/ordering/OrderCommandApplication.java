package io.orderflow.ordering;

import io.orderflow.api.InventoryEvent;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.RoutingKey;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.ordering.fulfilment.AnswerOverdue;
import io.orderflow.relay.wire.IntegrationEvents;
import java.time.Clock;
import org.axonframework.springboot.autoconfig.AxonDbSchedulerAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Takes orders and brings each to its end. */
@SpringBootApplication(
        exclude = AxonDbSchedulerAutoConfiguration.class) // deadlines that are events: see AnswerDeadlines
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
                .taking(InventoryEvent.class, event -> "product-" + event.productId());
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
