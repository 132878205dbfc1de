package io.orderflow.ordering.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockReserved;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.OrderCommandApplication;
import io.orderflow.ordering.OrderDatabase;
import io.orderflow.ordering.order.OrderId;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** However many orders a batch of fulfilment begins and ends, it asks the database the same few things, once each. */
@Timeout(120)
class FulfilmentStatementsTest {

    private static final int ORDERS = 150;

    @ParameterizedTest(name = "of {0} segments")
    @ValueSource(ints = {1, 4})
    void noStatementIsRepeatedForEachOrderOfABatch(int segments) throws IOException {
        try (OrderDatabase database = OrderDatabase.latest()) {
            ordersAreConfirmed(database, segments);
        }

        assertThat(Watched.transactions)
                .filteredOn(statements ->
                        statements.stream().anyMatch(sql -> sql.contains("INSERT INTO domain_event_entry")))
                .isNotEmpty()
                .hasSizeLessThan(ORDERS / 2);
        assertThat(Watched.transactions)
                .allSatisfy(
                        statements -> assertThat(statements).as("of a batch").doesNotHaveDuplicates());
    }

    private static void ordersAreConfirmed(OrderDatabase database, int segments) {
        try (ConfigurableApplicationContext service = new SpringApplicationBuilder(OrderCommandApplication.class)
                .sources(Watched.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + database.address(),
                        "--spring.datasource.username=postgres",
                        "--spring.rabbitmq.port=1", // no broker: events wait, and all else goes on
                        "--orderflow.processors.segments=" + segments)) {
            JdbcTemplate jdbc = service.getBean(JdbcTemplate.class);
            publish(service, 0, ORDERS, FulfilmentStatementsTest::placed);
            await("all to have begun").until(() -> count(jdbc, "saga_entry") == ORDERS);
            Watched.transactions.clear();

            publish(service, ORDERS, 2 * ORDERS, FulfilmentStatementsTest::placed);
            publish(service, 0, 2 * ORDERS, FulfilmentStatementsTest::reserved);

            await("all to be confirmed")
                    .until(() -> count(jdbc, "domain_event_entry WHERE payload_type = 'OrderConfirmed'") == 2 * ORDERS);
            assertThat(count(jdbc, "saga_entry")).isZero();
        }
    }

    private static int count(JdbcTemplate jdbc, String rows) {
        return jdbc.queryForObject("SELECT count(*) FROM " + rows, Integer.class);
    }

    private static void publish(
            ConfigurableApplicationContext service, int from, int to, IntFunction<DomainEventMessage<?>> event) {
        List<DomainEventMessage<?>> events =
                IntStream.range(from, to).<DomainEventMessage<?>>mapToObj(event).toList();
        EventStore store = service.getBean("eventBus", EventStore.class);
        service.getBean(EventTransactions.class).execute(() -> store.publish(events));
    }

    private static DomainEventMessage<?> placed(int order) {
        BigDecimal price = new BigDecimal("2.00");
        return new GenericDomainEventMessage<>(
                "Order",
                new OrderId(order).toString(),
                0,
                new OrderPlaced(order, List.of(new OrderLine(1, 1, price)), price, Instant.EPOCH));
    }

    private static DomainEventMessage<?> reserved(int order) {
        return new GenericDomainEventMessage<>("Product", "product-1", order, new StockReserved(order, 1, 1));
    }

    /** Notes the statements that fulfilment's thread prepares, transaction by transaction. */
    static class Watched implements BeanPostProcessor {

        private static final List<List<String>> transactions = new CopyOnWriteArrayList<>();

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource connections ? new WatchedDataSource(connections) : bean;
        }
    }

    private static final class WatchedDataSource extends DelegatingDataSource {

        WatchedDataSource(DataSource connections) {
            super(connections);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return OrderFulfilment.PROCESSOR.equals(MDC.get("processor")) ? watched(connection) : connection;
        }

        private static Connection watched(Connection connection) {
            List<String> statements = new ArrayList<>();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement") && !connection.getAutoCommit()) {
                            statements.add((String) arguments[0]);
                        } else if (method.getName().equals("commit")) {
                            Watched.transactions.add(List.copyOf(statements));
                            statements.clear();
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
