package io.orderflow.projection.local;

import io.orderflow.eventstore.processing.EventProcessingAutoConfiguration;
import io.orderflow.eventstore.processing.ProcessorHealth;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.transaction.EventTransactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/** Lets a service with an event store declare its read models, as beans made by {@link LocalProjectionFactory}. */
@AutoConfiguration(after = {EventProcessingAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
@ConditionalOnBean({EventStorageEngine.class, EntityManagerFactory.class})
public class LocalProjectionAutoConfiguration {

    @Bean
    LocalProjectionFactory localProjections(
            EventProcessingConfiguration processing,
            EventStorageEngine events,
            Serializer serializer,
            ProcessorHealth health,
            ProcessorPositions positions,
            EventTransactions transactions,
            EntityManagerFactory entityManagers,
            JdbcTemplate jdbc) {
        EntityManager entityManager = SharedEntityManagerCreator.createSharedEntityManager(entityManagers);
        return new LocalProjectionFactory(
                processing, events, serializer, health, positions, transactions, entityManager, jdbc);
    }
}
