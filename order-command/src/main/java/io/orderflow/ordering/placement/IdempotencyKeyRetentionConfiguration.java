package io.orderflow.ordering.placement;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets idempotency keys some time after a client could still ask again. */
@Configuration(proxyBeanMethods = false)
class IdempotencyKeyRetentionConfiguration {

    private static final FixedDelay EVERY_TEN_MINUTES = FixedDelay.ofMinutes(10);

    @Bean
    Task<Void> forgetIdempotencyKeys(
            IdempotencyKeyRepository keys, @Value("${orderflow.idempotency.retention}") Duration retention) {
        return Tasks.recurring("forget-idempotency-keys", EVERY_TEN_MINUTES)
                .execute((task, context) -> keys.forgetOlderThan(retention));
    }
}
