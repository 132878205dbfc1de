package io.orderflow.eventstore.transaction;

import javax.sql.DataSource;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** One transaction for Axon, JDBC and JPA: that of Spring. */
@AutoConfiguration(
        before = {AxonAutoConfiguration.class, JdbcAutoConfiguration.class, TransactionAutoConfiguration.class},
        after = JdbcTemplateAutoConfiguration.class,
        afterName = EventTransactionAutoConfiguration.JPA)
@ConditionalOnClass({JdbcTemplate.class, AxonAutoConfiguration.class})
@ConditionalOnBean(DataSource.class)
public class EventTransactionAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(EventTransactionAutoConfiguration.class);

    /** Brings the transaction manager where read models are kept by JPA. */
    static final String JPA = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";

    /**
     * Axon's own configuration knows Spring Boot's transaction manager by the name it had before Boot 4, and where it finds
     * none, Axon goes on without transactions.
     */
    @Bean
    TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
        return new SpringTransactionManager(transactions);
    }

    @Bean
    TransactionLimit transactionLimit(JdbcTemplate jdbc) {
        return new TransactionLimit(jdbc);
    }

    /** The connection of the current transaction. */
    @Bean
    ConnectionProvider connectionProvider(DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
    }

    @Bean
    EventTransactions eventTransactions(TransactionManager transactions) {
        return new EventTransactions(transactions);
    }

    /**
     * A command for an aggregate that does not exist has changed nothing, so the transaction of the handler that sent it
     * may go on. Any other failure takes that transaction down with it.
     */
    @Bean
    ConfigurerModule commandRollback() {
        return configurer -> configurer.onInitialize(configuration -> configuration.onStart(() -> {
            if (configuration.commandBus() instanceof SimpleCommandBus commands) {
                commands.setRollbackConfiguration(failure -> !(failure instanceof AggregateNotFoundException));
            } else {
                log.warn("This command bus decides by itself which failures roll the transaction of a handler back");
            }
        }));
    }
}
