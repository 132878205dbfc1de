package io.orderflow.eventstore.audit;

import io.orderflow.eventstore.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps and shows what people did: in PostgreSQL, or wherever the application's own {@link AuditTrail} keeps it. */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration")
public class AuditAutoConfiguration {

    private static final Duration RETENTION = Duration.ofDays(90);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcTemplate.class)
    @ConditionalOnBean(JdbcTemplate.class)
    static class InPostgres {

        @Bean
        @ConditionalOnMissingBean(AuditTrail.class)
        AuditTrail auditTrail(JdbcTemplate jdbc) {
            return new JdbcAuditTrail(jdbc);
        }
    }

    @Bean
    @ConditionalOnBean(AuditTrail.class)
    Worker auditRetention(AuditTrail trail) {
        Clock clock = Clock.systemUTC();
        return new Worker(
                "audit-retention", () -> trail.forgetBefore(clock.instant().minus(RETENTION)), PAUSE);
    }

    @Bean
    @ConditionalOnWebApplication
    ActivityController activityController(AuditTrail trail) {
        return new ActivityController(trail);
    }
}
