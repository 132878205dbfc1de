package io.orderflow.projection.local;

import io.orderflow.api.OrderEvent;
import io.orderflow.api.OrderPlaced;
import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.relay.sample.OrderPlacedUpcaster;
import io.orderflow.relay.sample.RelayApplication;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** A service with two read models: one written by JPA to two tables, the other by plain JDBC. */
@AutoConfigurationPackage
class RebuildApplication extends RelayApplication {

    @Override
    protected EventCatalog eventCatalog() {
        return EventCatalog.of(Weather.class, OrderEvent.class);
    }

    @Bean
    OrderPlacedUpcaster orderPlacedUpcaster() {
        return new OrderPlacedUpcaster();
    }

    @Bean
    Stations stations(EntityManager entityManager) {
        return new Stations(entityManager);
    }

    @Bean
    LocalProjection stationsProjection(LocalProjectionFactory projections) {
        return projections.of("stations", "station_view", "station_view_fall");
    }

    @Bean
    Prices prices(JdbcTemplate jdbc) {
        return new Prices(jdbc);
    }

    @Bean
    LocalProjection pricesProjection(LocalProjectionFactory projections) {
        return projections.of("prices", "price_view");
    }

    /** How much rain fell at each station. */
    @ProcessingGroup("stations")
    static class Stations {

        private final EntityManager entityManager;

        /** What happens before an event is handled. */
        volatile Interference interference = event -> {};

        Stations(EntityManager entityManager) {
            this.entityManager = entityManager;
        }

        @EventHandler
        void on(RainFell rain, DomainEventMessage<?> message) throws InterruptedException {
            interference.before(message);
            String station = message.getAggregateIdentifier();
            StationView view = entityManager.find(StationView.class, station);
            if (view == null) {
                view = new StationView(station);
                entityManager.persist(view);
            }
            view.apply(rain, message.getSequenceNumber());
        }
    }

    interface Interference {
        void before(EventMessage<?> event) throws InterruptedException;
    }

    /** What each order costs; written together for all orders of a unit of work. */
    @ProcessingGroup("prices")
    static class Prices {

        private final JdbcTemplate jdbc;

        Prices(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @EventHandler
        void on(OrderPlaced order) {
            UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
            unitOfWork
                    .getOrComputeResource("orders", key -> {
                        List<OrderPlaced> orders = new ArrayList<>();
                        unitOfWork.onPrepareCommit(work -> write(orders));
                        return orders;
                    })
                    .add(order);
        }

        private void write(List<OrderPlaced> orders) {
            orders.forEach(order -> jdbc.update(
                    "INSERT INTO price_view (order_id, total_price) VALUES (?, ?)"
                            + " ON CONFLICT (order_id) DO UPDATE SET total_price = excluded.total_price",
                    order.orderId(),
                    order.totalPrice()));
        }
    }
}
