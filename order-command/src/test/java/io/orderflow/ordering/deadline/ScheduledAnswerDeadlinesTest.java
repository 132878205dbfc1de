package io.orderflow.ordering.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

class ScheduledAnswerDeadlinesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final TaskDescriptor<Void> TASK = TaskDescriptor.of("answer-overdue");

    private static OrderDatabase database;

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final SpringTransactionManager transactions =
            new SpringTransactionManager(new DataSourceTransactionManager(database.dataSource()));
    private final ScheduledAnswerDeadlines deadlines = deadlines();

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
    void clear() {
        jdbc.execute("TRUNCATE scheduled_tasks");
    }

    private ScheduledAnswerDeadlines deadlines() {
        OneTimeTask<Void> task = Tasks.oneTime(TASK).execute((instance, context) -> {});
        Scheduler scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(database.dataSource()), task)
                .build();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new ScheduledAnswerDeadlines(TASK, Duration.ofSeconds(30), scheduler, jdbc, clock);
    }

    @Test
    void startedOnesAreDueAfterTheTimeout() {
        inTransaction(() -> {
            deadlines.start(1);
            deadlines.start(2);
        });

        assertThat(running()).containsExactly("1", "2");
        assertThat(jdbc.queryForList("SELECT execution_time FROM scheduled_tasks", Instant.class))
                .containsOnly(NOW.plusSeconds(30));
    }

    @Test
    void aStoppedOneIsGoneAndNoOther() {
        inTransaction(() -> {
            deadlines.start(1);
            deadlines.start(2);
            deadlines.start(3);
        });

        inTransaction(() -> {
            deadlines.stop(1);
            deadlines.stop(3);
        });

        assertThat(running()).containsExactly("2");
    }

    @Test
    void oneThatIsStartedAndStoppedInABatchIsNeverThere() {
        inTransaction(() -> {
            deadlines.start(1);
            deadlines.stop(1);
        });

        assertThat(running()).isEmpty();
    }

    @Test
    void oneThatIsBeingHandledIsLeftToItsHandler() {
        inTransaction(() -> deadlines.start(1));
        jdbc.update("UPDATE scheduled_tasks SET picked = true");

        inTransaction(() -> deadlines.stop(1));

        assertThat(running()).containsExactly("1");
    }

    @Test
    void aBatchThatFailsStartsAndStopsNothing() {
        inTransaction(() -> deadlines.start(1));

        ResultMessage<?> result = inTransaction(() -> {
            deadlines.start(2);
            deadlines.stop(1);
            CurrentUnitOfWork.get().onCommit(unitOfWork -> {
                throw new IllegalStateException("the batch fails after they were written");
            });
        });

        assertThat(result.isExceptional()).isTrue();
        assertThat(running()).containsExactly("1");
    }

    private List<String> running() {
        return jdbc.queryForList("SELECT task_instance FROM scheduled_tasks ORDER BY task_instance", String.class);
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
