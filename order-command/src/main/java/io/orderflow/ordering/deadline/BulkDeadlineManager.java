package io.orderflow.ordering.deadline;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.deadline.DeadlineMessage;
import org.axonframework.deadline.GenericDeadlineMessage;
import org.axonframework.deadline.dbscheduler.DbSchedulerBinaryDeadlineDetails;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineToken;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Schedules and cancels the deadlines of a batch of events together, when the batch commits: two statements for all of
 * them, where db-scheduler by itself needs four for each order.
 *
 * <p>A deadline that has come, and is being handled, cannot be cancelled any more; its handler waits for the saga, and
 * finds that it has ended.
 */
final class BulkDeadlineManager extends DbSchedulerDeadlineManager {

    private static final String CANCEL = """
            DELETE FROM scheduled_tasks WHERE task_name = ? AND task_instance = ANY (?) AND NOT picked""";

    private final Scheduler scheduler;
    private final Serializer serializer;
    private final JdbcTemplate jdbc;

    BulkDeadlineManager(Builder builder, Scheduler scheduler, Serializer serializer, JdbcTemplate jdbc) {
        super(builder);
        this.scheduler = scheduler;
        this.serializer = serializer;
        this.jdbc = jdbc;
    }

    @Override
    public String schedule(Instant time, String name, Object payload, ScopeDescriptor scope) {
        DbSchedulerDeadlineToken token =
                new DbSchedulerDeadlineToken(IdentifierFactory.getInstance().generateIdentifier());
        DeadlineMessage<?> message =
                processDispatchInterceptors(GenericDeadlineMessage.asDeadlineMessage(name, payload, time));
        currentBatch()
                .scheduled
                .add(SchedulableInstance.of(
                        new TaskInstance<>(token.getTaskName(), token.getId(), details(message, scope)), time));
        return token.getId();
    }

    @Override
    public void cancelSchedule(String name, String id) {
        currentBatch().cancelled.add(id);
    }

    private DbSchedulerBinaryDeadlineDetails details(DeadlineMessage<?> message, ScopeDescriptor scope) {
        SerializedObject<byte[]> where = serializer.serialize(scope, byte[].class);
        SerializedObject<byte[]> payload = serializer.serialize(message.getPayload(), byte[].class);
        SerializedObject<byte[]> metaData = serializer.serialize(message.getMetaData(), byte[].class);
        return new DbSchedulerBinaryDeadlineDetails(
                message.getDeadlineName(),
                where.getData(),
                where.getType().getName(),
                payload.getData(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                metaData.getData());
    }

    private Batch currentBatch() {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        return root.getOrComputeResource(BulkDeadlineManager.class.getName(), key -> {
            Batch batch = new Batch();
            root.onCommit(unitOfWork -> batch.write());
            return batch;
        });
    }

    private final class Batch {

        private final List<SchedulableInstance<?>> scheduled = new ArrayList<>();
        private final List<String> cancelled = new ArrayList<>();

        void write() {
            if (!scheduled.isEmpty()) {
                scheduler.scheduleBatch(scheduled);
            }
            if (!cancelled.isEmpty()) {
                String task = new DbSchedulerDeadlineToken(cancelled.get(0)).getTaskName();
                jdbc.update(CANCEL, task, cancelled.toArray(String[]::new));
            }
        }
    }
}
