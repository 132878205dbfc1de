package io.orderflow.ordering.placement;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets idempotency keys some time after a client could still ask again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdempotencyProperties.class)
class IdempotencyKeyRetentionConfiguration {

    /** Keys that one transaction forgets, so that each is short, however many have come together. */
    private static final int PORTION = 5_000;

    private static final FixedDelay EVERY_TEN_MINUTES = FixedDelay.ofMinutes(10);

    @Bean
    Task<Void> forgetIdempotencyKeys(IdempotencyKeyRepository keys, IdempotencyProperties properties) {
        return Tasks.recurring("forget-idempotency-keys", EVERY_TEN_MINUTES)
                .execute((task, context) -> forget(keys, properties.retention()));
    }

    private static void forget(IdempotencyKeyRepository keys, Duration retention) {
        int forgotten;
        do {
            forgotten = keys.forgetOlderThan(retention, PORTION);
        } while (forgotten == PORTION);
    }
}
