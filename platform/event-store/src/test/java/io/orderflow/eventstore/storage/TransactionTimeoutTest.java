package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** No transaction outlives the time for which readers look for its events: the database itself sees to it. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            StoreApplication.CONFIGURATION,
            StoreApplication.NAME,
            "spring.datasource.hikari.connection-init-sql=SET transaction_timeout = '1s'"
        })
class TransactionTimeoutTest {

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactionManager;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void givenATransactionThatTakesTooLong_whenItGoesOn_thenItHasBeenEndedAndItsEventIsGone() {
        TransactionTemplate transaction = new TransactionTemplate(transactionManager);

        assertThatThrownBy(() -> transaction.executeWithoutResult(open -> {
                    engine.appendEvents(rain.event(0));
                    // The server says why, unless the connection is gone before that is read.
                    assertThatThrownBy(() -> jdbc.execute("SELECT pg_sleep(10)"))
                            .isInstanceOf(DataAccessException.class);
                }))
                .isInstanceOfAny(TransactionException.class, DataAccessException.class);
        assertThat(store.readEvents(rain.station).hasNext()).isFalse();
    }
}
