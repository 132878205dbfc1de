package io.orderflow.relay.inbox;

import io.orderflow.eventstore.storage.EventStorageAutoConfiguration;
import io.orderflow.eventstore.transaction.EventTransactions;
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
@AutoConfiguration(after = EventStorageAutoConfiguration.class)
@ConditionalOnBean(EventStorageEngine.class)
public class InboxAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(EventSink.class)
    Inbox inbox(@Qualifier("eventStore") EventStore eventStore, EventTransactions transactions, JdbcTemplate jdbc) {
        return new Inbox(eventStore, transactions, jdbc, Clock.systemUTC());
    }
}
