package io.orderflow.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Instances of a new system may start at the same moment: what is to be done once is done by one of them. */
class StartingTogetherTest {

    private static final int INSTANCES = 2;

    /** There is one in a JVM, which two applications cannot set up at the same moment. */
    @BeforeAll
    static void leaveLoggingAlone() {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    @AfterAll
    static void doNotLeaveItAloneAnyMore() {
        System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
    }

    @Test
    void givenAnEmptyDatabase_whenTwoInstancesStartAtOnce_thenBothComeUpAndTheFirstProductsAreThereOnce()
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Callable<ConfigurableApplicationContext> instance = instanceOn(postgres.getJdbcUrl("postgres", "postgres"));

            for (Future<ConfigurableApplicationContext> started : threads.invokeAll(List.of(instance, instance))) {
                started.get().close();
            }

            assertThat(new JdbcTemplate(postgres.getPostgresDatabase())
                            .queryForList("SELECT aggregate_identifier FROM domain_event_entry", String.class))
                    .containsExactlyInAnyOrder("product-1", "product-2", "product-3");
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<ConfigurableApplicationContext> instanceOn(String database) {
        CyclicBarrier beforeTheProducts = new CyclicBarrier(INSTANCES);
        return () -> new SpringApplicationBuilder(InventoryCommandApplication.class)
                .listeners((ApplicationListener<ApplicationStartedEvent>) event -> await(beforeTheProducts))
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=postgres",
                        "--spring.rabbitmq.port=1"); // no broker: events wait, and all else goes on
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException("The other instance did not get as far", e);
        }
    }
}
