package io.orderflow.eventstore.saga;

import io.orderflow.eventstore.storage.EventStorageAutoConfiguration;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps sagas beside the events, in the transaction of the processor that changes them. */
@AutoConfiguration(
        before = {AxonAutoConfiguration.class, JdbcAutoConfiguration.class},
        after = EventStorageAutoConfiguration.class)
@ConditionalOnBean(EventStorageEngine.class)
public class SagaStoreAutoConfiguration {

    @Bean
    SagaStore<Object> sagaStore(JdbcTemplate jdbc, Serializer serializer, Configuration configuration) {
        return new BulkSagaStore(jdbc, serializer, type -> SagaModels.modelOf(type, configuration));
    }
}
