package io.orderflow.relay.rebuild;

import io.orderflow.relay.EventTransactions;
import io.orderflow.relay.store.EventStoreAutoConfiguration;
import io.orderflow.relay.store.ProcessorHealth;
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

/** Lets a service with an event store declare its read models, as beans made by {@link LocalProjections}. */
@AutoConfiguration(after = {EventStoreAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
@ConditionalOnBean({EventStorageEngine.class, EntityManagerFactory.class})
public class RebuildAutoConfiguration {

    @Bean
    LocalProjections localProjections(
            EventProcessingConfiguration processing,
            EventStorageEngine events,
            Serializer serializer,
            ProcessorHealth health,
            EventTransactions transactions,
            EntityManagerFactory entityManagers,
            JdbcTemplate jdbc) {
        EntityManager entityManager = SharedEntityManagerCreator.createSharedEntityManager(entityManagers);
        return new LocalProjections(processing, events, serializer, health, transactions, entityManager, jdbc);
    }
}
