package io.orderflow.projection.audit;

import io.orderflow.eventstore.audit.AuditAutoConfiguration;
import io.orderflow.eventstore.audit.AuditTrail;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.jdbc.core.JdbcOperations;

/** Keeps the audit trail in MongoDB, where an application has no PostgreSQL. */
@AutoConfiguration(
        after = DataMongoAutoConfiguration.class,
        afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
        before = AuditAutoConfiguration.class)
@ConditionalOnClass(MongoOperations.class)
@ConditionalOnBean(MongoOperations.class)
@ConditionalOnMissingBean({AuditTrail.class, JdbcOperations.class})
public class MongoAuditAutoConfiguration {

    @Bean
    AuditTrail auditTrail(MongoOperations mongo) {
        return new MongoAuditTrail(mongo);
    }
}
