package io.orderflow.eventstore.idempotency;

import io.orderflow.eventstore.worker.Worker;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Has idempotency keys forgotten in an application that says after how long. */
@AutoConfiguration
@ConditionalOnProperty("orderflow.idempotency.retention")
@EnableConfigurationProperties(IdempotencyProperties.class)
public class KeyRetentionAutoConfiguration {

    private static final int PORTION = 5_000;
    private static final Duration PAUSE = Duration.ofMinutes(10);

    @Bean
    Worker keyRetention(JdbcTemplate jdbc, IdempotencyProperties properties) {
        return new Worker("key-retention", new KeyRetention(jdbc, properties.retention(), PORTION), PAUSE);
    }
}
