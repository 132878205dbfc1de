package io.orderflow.relay.inbox;

import io.orderflow.eventstore.jdbc.PoolSize;
import io.orderflow.eventstore.storage.EventStorageAutoConfiguration;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.topology.TopologyAutoConfiguration;
import java.time.Clock;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes an event store the inbox of its application. */
@AutoConfiguration(after = {EventStorageAutoConfiguration.class, TopologyAutoConfiguration.class})
@ConditionalOnBean(EventStorageEngine.class)
public class InboxAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(EventSink.class)
    Inbox inbox(
            @Qualifier("eventStore") EventStore eventStore,
            EventTransactions transactions,
            JdbcTemplate jdbc,
            EventRelayProperties properties,
            Partitions partitions) {
        if (properties.listenTo() != null) {
            PoolSize.add(jdbc, partitions.readFor(properties.listenTo()).size() - 1);
        }
        return new Inbox(eventStore, transactions, jdbc, Clock.systemUTC());
    }
}
