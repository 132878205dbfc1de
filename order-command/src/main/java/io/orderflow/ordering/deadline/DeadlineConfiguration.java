package io.orderflow.ordering.deadline;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.fulfilment.AnswerDeadlines;
import io.orderflow.ordering.fulfilment.AnswerOverdue;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class DeadlineConfiguration {

    private static final TaskDescriptor<Void> ANSWER_OVERDUE = TaskDescriptor.of("answer-overdue");

    /** Until the event is stored. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final Duration timeout;

    DeadlineConfiguration(@Value("${orderflow.fulfilment.answer-timeout}") Duration timeout) {
        this.timeout = timeout;
    }

    @Bean
    AnswerDeadlines answerDeadlines(Scheduler scheduler, JdbcTemplate jdbc, Clock clock) {
        return new ScheduledAnswerDeadlines(ANSWER_OVERDUE, timeout, scheduler, jdbc, clock);
    }

    @Bean
    Task<Void> answerOverdue(@Qualifier("eventStore") EventStore eventStore, EventTransactions transactions) {
        return Tasks.oneTime(ANSWER_OVERDUE)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(BETWEEN_TRIES))
                .execute((task, context) -> {
                    var overdue = new AnswerOverdue(Long.parseLong(task.getId()), timeout.toSeconds());
                    transactions.execute(() -> eventStore.publish(GenericEventMessage.asEventMessage(overdue)));
                });
    }
}
