package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoreApplication.Reader;
import io.orderflow.eventstore.sample.StoredEvents;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** As after a failover to a standby that lacked the last transactions: events are gone that a running service has read. */
@Timeout(60)
class LostEventsTest {

    private final StoredEvents kept = new StoredEvents();
    private final StoredEvents lost = new StoredEvents();
    private final StoredEvents later = new StoredEvents();
    private String database;
    private ConfigurableApplicationContext service;

    @BeforeEach
    void start(TestInfo test) {
        database = StoreApplication.newDatabase(
                "lost_" + Integer.toHexString(test.getDisplayName().hashCode()));
        service = StoreApplication.instanceOn(database);
        append(kept, service);
        append(lost, service);
        awaitRead(lost, service);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void givenTheLastEventIsGone_thenNoneIsHandledOrAppended_andTheServiceIsUnhealthyAndSaysWhich() {
        execute("DELETE FROM domain_event_entry WHERE event_identifier = '" + lost.id(0) + "'");

        awaitUnhealthy();
        assertThatThrownBy(() -> append(later, service)).isInstanceOf(LostEventsException.class);
        try (TrackingEventStream cached =
                service.getBean(EmbeddedEventStore.class).openStream(null)) {
            assertThatThrownBy(cached::hasNextAvailable).isInstanceOf(LostEventsException.class);
        }
    }

    @Test
    void givenAnotherEventHasGotItsPlace_thenThatIsNoticedToo() {
        execute("UPDATE domain_event_entry SET event_identifier = '%s' WHERE event_identifier = '%s'"
                .formatted(later.id(0), lost.id(0)));

        awaitUnhealthy();
    }

    @Test
    void givenTheServiceIsStartedAnew_thenItGoesOnWithWhatThereIs() {
        execute("DELETE FROM domain_event_entry WHERE event_identifier = '" + lost.id(0) + "'");
        awaitUnhealthy();

        service.close();
        service = StoreApplication.instanceOn(database);

        append(later, service);
        awaitRead(later, service);
        assertThat(service.getBean(StoreContinuity.class).health().getStatus()).isEqualTo(Status.UP);
    }

    private void awaitUnhealthy() {
        StoreContinuity continuity = service.getBean(StoreContinuity.class);
        await().until(() -> continuity.health().getStatus().equals(Status.DOWN));
        assertThat(continuity.health().getDetails().toString()).contains(lost.id(0));
    }

    private void execute(String sql) {
        service.getBean(JdbcTemplate.class).execute(sql);
    }

    private static void append(StoredEvents events, ConfigurableApplicationContext to) {
        new TransactionTemplate(to.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(
                        transaction -> to.getBean(EventStorageEngine.class).appendEvents(events.event(0)));
    }

    private static void awaitRead(StoredEvents events, ConfigurableApplicationContext by) {
        await().until(() -> by.getBean(Reader.class).read().contains(events.id(0)));
    }
}
