package io.orderflow.ordering.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.ordering.fulfilment.OrderFulfilment;
import io.orderflow.relay.store.EventStoreAutoConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Orders that wait while the service is replaced by one whose deadlines are events. */
class OverdueAnswersMigrationTest {

    private static final String SAGA = OrderFulfilment.class.getName();

    private final OrderDatabase database = new OrderDatabase();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    OverdueAnswersMigrationTest() throws IOException {}

    @BeforeEach
    void letAnOrderWait() {
        database.migrateTo("101");
        jdbc.update("INSERT INTO saga_entry VALUES ('saga', ?, NULL, ?)", SAGA, """
                {"orderId":7,"deadline":"39b0c1a6","unansweredProducts":[1],"reserved":[],"refusals":[]}
                """.getBytes(StandardCharsets.UTF_8));
        jdbc.update("INSERT INTO association_value_entry VALUES ('orderId', '7', 'saga', ?)", SAGA);
        jdbc.update(
                "INSERT INTO scheduled_tasks VALUES ('AxonDeadline', '39b0c1a6', NULL, now(), false, NULL, NULL, NULL, NULL, NULL, 1)");
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void itsSagaCanBeRead() {
        database.migrateTo("latest");

        byte[] stored = jdbc.queryForObject("SELECT serialized_saga FROM saga_entry", byte[].class);
        Object saga = new EventStoreAutoConfiguration()
                .serializer()
                .deserialize(new SimpleSerializedObject<>(stored, byte[].class, SAGA, null));
        assertThat(saga).isInstanceOf(OrderFulfilment.class);
    }

    @Test
    void itHasADeadlineOfTheNewKind() {
        database.migrateTo("latest");

        assertThat(jdbc.queryForList("SELECT task_name || ' ' || task_instance FROM scheduled_tasks", String.class))
                .containsExactly("answer-overdue 7");
    }
}
