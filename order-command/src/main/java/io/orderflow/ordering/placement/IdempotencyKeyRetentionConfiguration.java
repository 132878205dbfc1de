package io.orderflow.ordering.placement;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets idempotency keys some time after a client could still ask again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdempotencyProperties.class)
class IdempotencyKeyRetentionConfiguration {

    private static final FixedDelay EVERY_TEN_MINUTES = FixedDelay.ofMinutes(10);

    @Bean
    Task<Void> forgetIdempotencyKeys(IdempotencyKeyRepository keys, IdempotencyProperties properties) {
        return Tasks.recurring("forget-idempotency-keys", EVERY_TEN_MINUTES)
                .execute((task, context) -> keys.forgetOlderThan(properties.retention()));
    }
}
