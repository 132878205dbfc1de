package io.orderflow.ordering.deadline;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.orderflow.eventstore.jdbc.BulkParameters;
import io.orderflow.ordering.fulfilment.AnswerDeadlines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Deadlines as tasks of db-scheduler, one for each order. Those of a batch of events are started and stopped together, when
 * the batch commits: two statements for all of them, where db-scheduler by itself needs four for each order.
 */
final class ScheduledAnswerDeadlines implements AnswerDeadlines {

    private static final String STOP = """
            DELETE FROM scheduled_tasks WHERE (task_name, task_instance) IN (SELECT * FROM unnest(?, ?)) AND NOT picked""";

    private final TaskDescriptor<Void> task;
    private final Duration timeout;
    private final Scheduler scheduler;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    ScheduledAnswerDeadlines(
            TaskDescriptor<Void> task, Duration timeout, Scheduler scheduler, JdbcTemplate jdbc, Clock clock) {
        this.task = task;
        this.timeout = timeout;
        this.scheduler = scheduler;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void start(long orderId) {
        currentBatch().started.put(String.valueOf(orderId), clock.instant().plus(timeout));
    }

    @Override
    public void stop(long orderId) {
        currentBatch().stop(String.valueOf(orderId));
    }

    private Batch currentBatch() {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        return root.getOrComputeResource(ScheduledAnswerDeadlines.class.getName(), key -> {
            Batch batch = new Batch();
            root.onCommit(unitOfWork -> batch.write());
            return batch;
        });
    }

    private final class Batch {

        private final Map<String, Instant> started = new LinkedHashMap<>();
        private final Set<String> stopped = new LinkedHashSet<>();

        void stop(String order) {
            if (started.remove(order) == null) {
                stopped.add(order);
            }
        }

        void write() {
            if (!started.isEmpty()) {
                List<SchedulableInstance<?>> instances = started.entrySet().stream()
                        .<SchedulableInstance<?>>map(
                                deadline -> task.instance(deadline.getKey()).scheduledTo(deadline.getValue()))
                        .toList();
                scheduler.scheduleBatch(instances);
            }
            if (!stopped.isEmpty()) {
                jdbc.update(
                        STOP,
                        BulkParameters.of(stopped)
                                .text(order -> task.getTaskName())
                                .text(order -> order));
            }
        }
    }
}
