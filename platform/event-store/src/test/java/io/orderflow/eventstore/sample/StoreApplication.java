package io.orderflow.eventstore.sample;

import io.orderflow.eventstore.serialization.EventCatalog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;

/** An application that has nothing but the event store, on a real PostgreSQL. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StoreApplication {

    /** Imports what applications import. */
    public static final String CONFIGURATION = "spring.config.import=classpath:event-store.yml";

    public static final String NAME = "spring.application.name=store-test";

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

    /**
     * One more instance of the service on the same database, with one connection for all that it does.
     *
     * @param more what else it has
     */
    public static ConfigurableApplicationContext anotherInstance(Class<?>... more) {
        return run(
                jdbcUrl("postgres"),
                more,
                "--spring.datasource.hikari.maximum-pool-size=1",
                "--spring.flyway.enabled=false");
    }

    /** An instance of the service on a database, whose address {@link #newDatabase} gave. */
    public static ConfigurableApplicationContext instanceOn(String database) {
        return run(database, new Class<?>[0]);
    }

    private static ConfigurableApplicationContext run(String database, Class<?>[] more, String... properties) {
        return new SpringApplicationBuilder(StoreApplication.class)
                .sources(more)
                .web(WebApplicationType.NONE)
                .run(Stream.concat(
                                Stream.of("--" + CONFIGURATION, "--" + NAME, "--spring.datasource.url=" + database),
                                Stream.of(properties))
                        .toArray(String[]::new));
    }

    @Bean
    protected EventCatalog eventCatalog() {
        return Weather.catalog();
    }

    @Bean
    Reader reader() {
        return new Reader();
    }

    /** Keeps what a processor of the service got to read. */
    @ProcessingGroup("reader")
    public static class Reader {

        private final List<EventMessage<?>> read = new CopyOnWriteArrayList<>();

        @EventHandler
        void on(EventMessage<?> event) {
            read.add(event);
        }

        /** The identifiers of the events, in the order in which they were read. */
        public List<String> read() {
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
