package io.orderflow.ordering.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.processing.ProcessorProperties;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.OrderDatabase;
import io.orderflow.ordering.fulfilment.AnswerOverdue;
import io.orderflow.relay.topology.PartitionProperties;
import io.orderflow.relay.topology.QueueInspector;
import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Inventory may take 30 s for its answer, and no order waits for more than 300 s. */
class OverdueOrdersTest {

    @RegisterExtension
    private static final OrderDatabase database = OrderDatabase.latest();

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final int STEP = 4;

    private Instant now = NOON;
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final ProcessorPositions positions = mock(ProcessorPositions.class);
    private final QueueInspector queues = mock(QueueInspector.class);
    private final EventBus events = SimpleEventBus.builder().build();
    private final List<Object> published = new ArrayList<>();
    private final TakenQuestions taken = new TakenQuestions(positions, queues, List.of("questions", "answers"));
    private final OverdueOrders overdue = new OverdueOrders(
            new WaitingOrderRepository(jdbc),
            new FulfilmentProgressRepository(jdbc, positions, new ProcessorProperties(1), new PartitionProperties(1)),
            taken,
            events,
            new EventTransactions(
                    new SpringTransactionManager(new DataSourceTransactionManager(database.dataSource()))),
            Duration.ofSeconds(30),
            Duration.ofSeconds(300),
            () -> now);

    @BeforeEach
    void nothingIsBehindAndNothingAnswered() {
        jdbc.execute("TRUNCATE waiting_order");
        answer(0);
        events.subscribe(messages -> messages.forEach(message -> published.add(message.getPayload())));
        when(queues.isTakenUp(anyString())).thenReturn(true);
        when(positions.head()).thenReturn(10L);
        when(positions.positionOf("relay")).thenReturn(OptionalLong.of(10));
    }

    @Test
    void anOrderThatInventoryHasHadForItsTimeIsOverdueAndIsSaidToBeOnce() {
        ordersWait(1);

        secondsPass(29);
        assertThat(published).isEmpty();

        secondsPass(8);
        assertThat(published).containsExactly(new AnswerOverdue(1, 30));
        assertThat(jdbc.queryForList("SELECT 1 FROM waiting_order")).isEmpty();
    }

    @Test
    void anOrderThatInventoryIsPastIsOverdueWhoeverIsBehind() {
        when(queues.isTakenUp(anyString())).thenReturn(false);
        ordersWait(1, 2, 3);
        secondsPass(10);
        answer(2);

        secondsPass(25);

        assertThat(published).containsExactly(new AnswerOverdue(1, 30));
    }

    @Test
    void whileInventoryAnswersOthersInTurnNoTimePasses() {
        ordersWait(1, 2, 3, 4, 5, 6);

        for (int order = 1; order < 6; order++) {
            jdbc.update("DELETE FROM waiting_order WHERE order_id = ?", order);
            answer(order);
            secondsPass(20);
        }

        assertThat(published).isEmpty();
    }

    /** As where one part of inventory is behind, and has only orders that are older than what another part has answered. */
    @Test
    void whileInventoryAnswersOlderOnesNoTimePasses() {
        ordersWait(1, 2);
        answer(9);

        for (int passed = 0; passed < 200; passed += 20) {
            jdbc.update("UPDATE fulfilment_progress SET answers = answers + 1");
            secondsPass(20);
        }

        assertThat(published).doesNotContain(new AnswerOverdue(1, 300));
    }

    @Test
    void anOrderThatWasTakenOnlyNowHasItsTimeYet() {
        when(queues.isTakenUp(anyString())).thenReturn(false);
        ordersWait(1);
        secondsPass(200);
        when(queues.isTakenUp(anyString())).thenReturn(true);

        secondsPass(25);
        assertThat(published).isEmpty();

        secondsPass(16);
        assertThat(published).containsExactly(new AnswerOverdue(1, 30));
    }

    @Test
    void whileAQuestionOrAnAnswerWaitsForItsReaderNoTimePasses() {
        for (String queue : List.of("questions", "answers")) {
            when(queues.isTakenUp(anyString())).thenReturn(true);
            when(queues.isTakenUp(queue)).thenReturn(false);
            ordersWait(1);

            secondsPass(100);

            assertThat(published).as(queue).isEmpty();
        }
    }

    @Test
    void whileAQuestionIsNotPublishedNoTimePasses() {
        when(positions.positionOf("relay")).thenReturn(OptionalLong.of(9));
        ordersWait(1);

        secondsPass(200);

        assertThat(published).isEmpty();
    }

    @Test
    void noOrderWaitsForEver() {
        when(queues.isTakenUp(anyString())).thenReturn(false);
        ordersWait(1);
        secondsPass(20);
        ordersWait(2);

        secondsPass(285);

        assertThat(published).containsExactly(new AnswerOverdue(1, 300));
    }

    @Test
    void howeverManyThereAreAllAreSaidToBe() {
        for (int order = 1; order <= 250; order++) {
            ordersWait(order);
        }

        now = now.plusSeconds(301);
        while (overdue.look()) {
            assertThat(published).hasSizeLessThan(250);
        }

        assertThat(published).hasSize(250).startsWith(new AnswerOverdue(1, 300));
    }

    @Test
    void oneThatGetsItsAnswerAtThatMomentIsLeftToIt() throws Exception {
        ordersWait(1);
        try (Connection fulfilment = database.dataSource().getConnection()) {
            fulfilment.setAutoCommit(false);
            fulfilment.createStatement().execute("DELETE FROM waiting_order");

            secondsPass(301);

            fulfilment.commit();
        }
        assertThat(published).isEmpty();
    }

    private void ordersWait(long... orders) {
        for (long order : orders) {
            jdbc.update("INSERT INTO waiting_order VALUES (?, ?) ON CONFLICT DO NOTHING", order, Timestamp.from(now));
        }
    }

    /** Inventory has answered this order, and none that is newer. */
    private void answer(long order) {
        jdbc.update("UPDATE fulfilment_progress SET answered = ?, answers = answers + 1", order);
    }

    private void secondsPass(int seconds) {
        for (int passed = 0; passed < seconds; passed += STEP) {
            now = now.plusSeconds(Math.min(STEP, seconds - passed));
            overdue.look();
        }
    }
}
