package io.orderflow.eventstore.history;

import io.orderflow.eventstore.storage.EventStorageAutoConfiguration;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lets an application show what its event store holds. */
@AutoConfiguration(after = EventStorageAutoConfiguration.class)
@ConditionalOnBean(EventStorageEngine.class)
public class EventHistoryAutoConfiguration {

    @Bean
    EventHistory eventHistory(
            JdbcTemplate jdbc, @Qualifier("eventSerializer") Serializer eventSerializer, Configuration axon) {
        return new EventHistory(jdbc, eventSerializer, axon.upcasterChain());
    }
}
