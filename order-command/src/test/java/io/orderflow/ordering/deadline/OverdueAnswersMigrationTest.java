package io.orderflow.ordering.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.serialization.StateSerializationAutoConfiguration;
import io.orderflow.ordering.OrderDatabase;
import io.orderflow.ordering.fulfilment.OrderFulfilment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Orders that wait while the service is replaced by one whose deadlines are events. */
class OverdueAnswersMigrationTest {

    private static final String SAGA = OrderFulfilment.class.getName();

    private final OrderDatabase database = new OrderDatabase();
    private final Serializer serializer = new StateSerializationAutoConfiguration().serializer();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    OverdueAnswersMigrationTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void itsSagaIsAsItWasButForItsDeadline() {
        database.migrateTo("101");
        store("""
                {"orderId":7,"deadline":"39b0c1a6","unansweredProducts":[2],"reserved":[{"productId":1,"quantity":3}],"refusals":["no"]}""");

        database.migrateTo("latest");

        byte[] stored = jdbc.queryForObject("SELECT serialized_saga FROM saga_entry", byte[].class);
        OrderFulfilment saga = serializer.deserialize(new SimpleSerializedObject<>(stored, byte[].class, SAGA, null));
        assertThat(serializer.serialize(saga, String.class).getData()).isEqualTo("""
                {"orderId":7,"refusals":["no"],"reserved":[{"productId":1,"quantity":3}],"unansweredProducts":[2]}""");
    }

    @Test
    void oneWithADeadlineOfAxonBeginsToWait() {
        database.migrateTo("101");
        store("{\"orderId\":7,\"deadline\":\"39b0c1a6\"}");
        addTask("AxonDeadline", "39b0c1a6", Instant.now());
        Instant before = Instant.now();

        database.migrateTo("latest");

        assertThat(waiting()).containsOnlyKeys(7L);
        assertThat(waiting().get(7L)).isBetween(before.minusSeconds(1), Instant.now());
    }

    @Test
    void oneThatWasATaskWaitsSinceItDid() {
        database.migrateTo("101");
        store("{\"orderId\":7}");
        Instant due = Instant.parse("2026-03-01T10:00:45Z");
        addTask("answer-overdue", "7", due);

        database.migrateTo("latest");

        assertThat(waiting()).containsExactly(Map.entry(7L, due.minusSeconds(45)));
        assertThat(jdbc.queryForList("SELECT 1 FROM scheduled_tasks")).isEmpty();
        assertThat(jdbc.queryForObject("SELECT open FROM fulfilment_progress", Long.class))
                .isOne();
    }

    private void store(String saga) {
        jdbc.update("INSERT INTO saga_entry VALUES ('saga', ?, NULL, ?)", SAGA, saga.getBytes(StandardCharsets.UTF_8));
        jdbc.update("INSERT INTO association_value_entry VALUES ('orderId', '7', 'saga', ?)", SAGA);
    }

    private void addTask(String name, String instance, Instant due) {
        jdbc.update(
                "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version) VALUES (?, ?, ?, false, 1)",
                name,
                instance,
                Timestamp.from(due));
    }

    private Map<Long, Instant> waiting() {
        Map<Long, Instant> waiting = new HashMap<>();
        jdbc.query("SELECT order_id, since FROM waiting_order", row -> {
            waiting.put(row.getLong(1), row.getTimestamp(2).toInstant());
        });
        return waiting;
    }
}
