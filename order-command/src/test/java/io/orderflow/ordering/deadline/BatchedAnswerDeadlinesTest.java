package io.orderflow.ordering.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.processing.ProcessorProperties;
import io.orderflow.ordering.OrderDatabase;
import io.orderflow.relay.topology.PartitionProperties;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mockito.Mockito;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class BatchedAnswerDeadlinesTest {

    @RegisterExtension
    private static final OrderDatabase database = OrderDatabase.latest();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final SpringTransactionManager transactions =
            new SpringTransactionManager(new DataSourceTransactionManager(database.dataSource()));
    private final ProcessorPositions positions = Mockito.mock(ProcessorPositions.class);
    private final FulfilmentProgressRepository progress =
            new FulfilmentProgressRepository(jdbc, positions, new ProcessorProperties(1), new PartitionProperties(1));
    private final WaitingOrderRepository waiting = new WaitingOrderRepository(jdbc);
    private final BatchedAnswerDeadlines deadlines = new BatchedAnswerDeadlines(waiting, progress);

    @BeforeEach
    void clear() {
        jdbc.execute("TRUNCATE waiting_order");
        jdbc.update("DELETE FROM fulfilment_progress WHERE segment > 0");
        jdbc.update("UPDATE fulfilment_progress SET newest = 0, answered = 0, open = 0, ended = 0");
        jdbc.execute("ALTER SEQUENCE order_number_seq INCREMENT BY 1");
        jdbc.queryForObject("SELECT setval('order_number_seq', 3)", Long.class);
        Mockito.when(positions.head()).thenReturn(10L);
    }

    @Test
    void startedOnesWaitAndStoppedOnesDoNot() {
        inTransaction(() -> {
            deadlines.start(1);
            deadlines.start(2);
            deadlines.start(3);
        });
        inTransaction(() -> {
            deadlines.answered(1);
            deadlines.answered(3);
        });

        assertThat(running()).containsExactly(2L);
        assertThat(progress.backlog()).isEqualTo(new Backlog(1, 2));
    }

    @Test
    void ofSegmentsThatAreNoMoreNothingIsLost_andOneRowIsLeftForAReleaseThatKnowsOnlyOne() {
        inTransaction(() -> deadlines.start(1));
        inTransaction(() -> progress.moveOn(2, List.of(2L, 3L), List.of(2L), 0));

        new FulfilmentProgressRepository(jdbc, positions, new ProcessorProperties(1), new PartitionProperties(1))
                .afterPropertiesSet();

        assertThat(jdbc.queryForObject("SELECT newest FROM fulfilment_progress", Long.class))
                .isEqualTo(3);
        assertThat(jdbc.queryForObject("SELECT answered FROM fulfilment_progress", Long.class))
                .isEqualTo(2);
        assertThat(progress.backlog()).isEqualTo(new Backlog(2, 1));
    }

    @Test
    void whereWorkIsDividedNoAnswerTellsOfOtherOrders() {
        inTransaction(() -> deadlines.start(2));
        inTransaction(() -> deadlines.answered(2));
        assertThat(progress.pastBelow()).isEqualTo(2);

        Mockito.when(positions.segmentCounts()).thenReturn(Map.of("fulfilment", 2));

        assertThat(progress.pastBelow()).isZero();
    }

    @Test
    void oneThatIsStartedAndStoppedInABatchIsNeverThere() {
        inTransaction(() -> {
            deadlines.start(3);
            deadlines.answered(3);
        });

        assertThat(running()).isEmpty();
        assertThat(progress.backlog()).isEqualTo(new Backlog(0, 1));
    }

    @Test
    void oneThatIsMissedHasEndedButInventoryIsNotPastIt() {
        inTransaction(() -> {
            deadlines.start(1);
            deadlines.start(2);
            deadlines.start(3);
        });
        inTransaction(() -> deadlines.answered(1));
        inTransaction(() -> deadlines.missed(3));

        assertThat(progress.backlog()).isEqualTo(new Backlog(1, 2));
        assertThat(progress.pastBelow()).isEqualTo(1);
    }

    @Test
    void anOrderThatFulfilmentHasNotSeenIsPending() {
        inTransaction(() -> deadlines.start(1));

        assertThat(progress.backlog().pending()).isEqualTo(3);
    }

    @Test
    void ofNumbersThatOtherCellsDrawNoneIsPending() {
        jdbc.execute("ALTER SEQUENCE order_number_seq INCREMENT BY 4 RESTART WITH 9");
        jdbc.queryForList("SELECT nextval('order_number_seq') FROM generate_series(1, 3)", Long.class);
        inTransaction(() -> deadlines.start(9));

        assertThat(progress.backlog().pending()).isEqualTo(3);
    }

    @Test
    void aNumberThatWasDrawnForNothingIsNoOrder() {
        inTransaction(() -> deadlines.start(1));
        Mockito.when(positions.positionOf("fulfilment")).thenReturn(OptionalLong.of(10));

        assertThat(progress.backlog().pending()).isEqualTo(1);
    }

    @Test
    void oneThatIsJustBeingSaidToBeOverdueKeepsNobodyWaiting() throws Exception {
        inTransaction(() -> deadlines.start(1));
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT * FROM waiting_order FOR UPDATE");

            ResultMessage<?> result = inTransaction(() -> deadlines.answered(1));

            assertThat(result.isExceptional()).isFalse();
        }
    }

    @Test
    void aBatchThatFailsChangesNothing() {
        inTransaction(() -> deadlines.start(1));

        ResultMessage<?> result = inTransaction(() -> {
            deadlines.start(2);
            deadlines.answered(1);
            CurrentUnitOfWork.get().onCommit(unitOfWork -> {
                throw new IllegalStateException("the batch fails after they were written");
            });
        });

        assertThat(result.isExceptional()).isTrue();
        assertThat(running()).containsExactly(1L);
        assertThat(progress.backlog().ended()).isZero();
    }

    private List<Long> running() {
        return jdbc.queryForList("SELECT order_id FROM waiting_order ORDER BY order_id", Long.class);
    }

    private ResultMessage<?> inTransaction(Runnable work) {
        DefaultUnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        return unitOfWork.executeWithResult(() -> {
            work.run();
            return null;
        });
    }
}
