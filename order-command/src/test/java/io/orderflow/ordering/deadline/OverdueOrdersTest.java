package io.orderflow.ordering.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.fulfilment.AnswerOverdue;
import io.orderflow.relay.topology.QueueInspector;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Inventory may take 30 s for its answer, and no order waits for more than 300 s. */
class OverdueOrdersTest {

    private static OrderDatabase database;

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final ProcessorPositions positions = mock(ProcessorPositions.class);
    private final QueueInspector queues = mock(QueueInspector.class);
    private final EventBus events = SimpleEventBus.builder().build();
    private final List<Object> published = new ArrayList<>();
    private final TakenQuestions taken = new TakenQuestions(positions, queues, List.of("questions", "answers"));
    private final OverdueOrders overdue = new OverdueOrders(
            new WaitingOrderRepository(jdbc),
            taken,
            events,
            new EventTransactions(
                    new SpringTransactionManager(new DataSourceTransactionManager(database.dataSource()))),
            Duration.ofSeconds(30),
            Duration.ofSeconds(300));

    @BeforeAll
    static void startDatabase() throws IOException {
        database = new OrderDatabase();
        database.migrateTo("latest");
    }

    @AfterAll
    static void closeDatabase() throws IOException {
        database.close();
    }

    @BeforeEach
    void nothingIsBehind() {
        jdbc.execute("TRUNCATE waiting_order");
        events.subscribe(messages -> messages.forEach(message -> published.add(message.getPayload())));
        when(queues.isTakenUp(anyString())).thenReturn(true);
        when(positions.head()).thenReturn(10L);
        when(positions.positionOf("relay")).thenReturn(OptionalLong.of(10));
    }

    @Test
    void anOrderThatInventoryHasHadForItsTimeIsOverdueAndIsSaidToBeOnce() {
        ordersWaitFor(40, 1);
        lookAfter(35);

        overdue.run();

        assertThat(published).containsExactly(new AnswerOverdue(1, 30));
        assertThat(jdbc.queryForList("SELECT 1 FROM waiting_order")).isEmpty();
    }

    @Test
    void anOrderThatWasTakenOnlyNowHasItsTimeYet() {
        ordersWaitFor(200, 1);
        lookAfter(5);

        overdue.run();

        assertThat(published).isEmpty();
    }

    @Test
    void whileAQuestionOrAnAnswerWaitsForItsReaderNoTimePasses() {
        for (String queue : List.of("questions", "answers")) {
            when(queues.isTakenUp(anyString())).thenReturn(true);
            when(queues.isTakenUp(queue)).thenReturn(false);
            ordersWaitFor(200, 1);
            lookAfter(100);

            overdue.run();

            assertThat(published).as(queue).isEmpty();
        }
    }

    @Test
    void whileAQuestionIsNotPublishedNoTimePasses() {
        when(positions.positionOf("relay")).thenReturn(OptionalLong.of(9));
        ordersWaitFor(200, 1);
        lookAfter(100);

        overdue.run();

        assertThat(published).isEmpty();
    }

    @Test
    void noOrderWaitsForEver() {
        when(queues.isTakenUp(anyString())).thenReturn(false);
        ordersWaitFor(301, 1);
        ordersWaitFor(290, 2);

        overdue.run();

        assertThat(published).containsExactly(new AnswerOverdue(1, 300));
    }

    @Test
    void thoseThatWaitForLongestComeFirstAndAllOfThemAtOnce() {
        for (int order = 1; order <= 250; order++) {
            ordersWaitFor(400 - order / 100.0, order);
        }

        while (overdue.run()) {
            assertThat(published).hasSizeLessThan(250);
        }

        assertThat(published).hasSize(250).startsWith(new AnswerOverdue(1, 300));
    }

    @Test
    void oneThatGetsItsAnswerAtThatMomentIsLeftToIt() throws Exception {
        ordersWaitFor(301, 1);
        try (Connection fulfilment = database.dataSource().getConnection()) {
            fulfilment.setAutoCommit(false);
            fulfilment.createStatement().execute("DELETE FROM waiting_order");

            overdue.run();

            fulfilment.commit();
        }
        assertThat(published).isEmpty();
    }

    private void ordersWaitFor(double seconds, long order) {
        jdbc.update(
                "INSERT INTO waiting_order VALUES (?, now() - make_interval(secs => ?)) ON CONFLICT DO NOTHING",
                order,
                seconds);
    }

    /** As if it had been looked, and looked again, so many seconds ago. */
    private void lookAfter(int secondsAgo) {
        var now = new WaitingOrderRepository(jdbc).now();
        taken.look(now.minusSeconds(secondsAgo));
        taken.look(now.minusSeconds(secondsAgo - 1));
    }
}
