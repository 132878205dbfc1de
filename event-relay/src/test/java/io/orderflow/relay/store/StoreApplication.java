package io.orderflow.relay.store;

import io.orderflow.relay.EventCatalog;
import io.orderflow.relay.RelayAutoConfiguration;
import io.orderflow.relay.RelayProperties;
import io.orderflow.relay.Weather;
import io.orderflow.relay.Wire;
import io.orderflow.relay.out.FakeBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.serialization.Serializer;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A service that has nothing but the event store, on a real PostgreSQL, with a broker that takes everything. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {RelayAutoConfiguration.class, RabbitAutoConfiguration.class})
@EnableConfigurationProperties(RelayProperties.class)
public class StoreApplication {

    /** Imports what services import. */
    public static final String CONFIGURATION = "spring.config.import=classpath:event-relay.yml";

    public static final String NAME = "spring.application.name=store-test";
    public static final String EXCHANGE = "orderflow.relay.exchange=exchange";

    /** Points the application to a database of its own. */
    public static void onDatabase(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> jdbcUrl("postgres"));
    }

    /** The address of a new database. */
    public static String newDatabase(String name) {
        new JdbcTemplate(PostgresHolder.SERVER.getPostgresDatabase()).execute("CREATE DATABASE " + name);
        return jdbcUrl(name);
    }

    private static String jdbcUrl(String database) {
        return PostgresHolder.SERVER.getJdbcUrl("postgres", database);
    }

    /** One more instance of the service on the same database, with one connection for all that it does. */
    static ConfigurableApplicationContext anotherInstance() {
        return new SpringApplicationBuilder(StoreApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--" + CONFIGURATION,
                        "--" + NAME,
                        "--" + EXCHANGE,
                        "--spring.datasource.hikari.maximum-pool-size=1",
                        "--spring.flyway.enabled=false",
                        "--spring.datasource.url=" + PostgresHolder.SERVER.getJdbcUrl("postgres", "postgres"));
    }

    @Bean
    protected EventCatalog eventCatalog() {
        return Weather.catalog();
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(EventCatalog catalog) {
        return new RelayAutoConfiguration().eventSerializer(catalog);
    }

    @Bean
    AMQPMessageConverter amqpMessageConverter(EventCatalog catalog) {
        return Wire.converter(catalog);
    }

    @Bean
    FakeBroker broker() {
        return new FakeBroker();
    }

    @Bean
    ConnectionFactory connections(FakeBroker broker) {
        return broker.connections;
    }

    @Bean
    Reader reader() {
        return new Reader();
    }

    /** Keeps what a processor of the service got to read. */
    @ProcessingGroup("reader")
    static class Reader {

        private final List<EventMessage<?>> read = new CopyOnWriteArrayList<>();

        @EventHandler
        void on(EventMessage<?> event) {
            read.add(event);
        }

        /** The identifiers of the events, in the order in which they were read. */
        List<String> read() {
            return read.stream().<String>map(EventMessage::getIdentifier).toList();
        }
    }

    private static final class PostgresHolder {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
