package io.orderflow.ordering.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.ordering.OrderDatabase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A service that is replaced while its read model is built anew. */
class ListIndexesMigrationTest {

    @Test
    void theModelThatIsBeingBuiltGetsTheIndexesToo() throws IOException {
        try (OrderDatabase database = new OrderDatabase()) {
            JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
            database.migrateTo("110");
            jdbc.execute("CREATE TABLE rebuild.order_view (LIKE order_view INCLUDING ALL)");
            jdbc.execute("CREATE TABLE rebuild.order_view_line (LIKE order_view_line INCLUDING ALL)");

            database.migrateTo("latest");

            assertThat(indexes("rebuild", jdbc))
                    .isEqualTo(indexes("public", jdbc))
                    .contains(
                            "order_view (created_at, id)",
                            "order_view (customer, id) WHERE (customer IS NOT NULL)",
                            "order_view (status, created_at, id)",
                            "order_view_line (product_id, order_id)");
        }
    }

    private static List<String> indexes(String schema, JdbcTemplate jdbc) {
        return jdbc.queryForList(
                "SELECT tablename || ' ' || substring(indexdef from '\\(.*') AS index FROM pg_indexes"
                        + " WHERE schemaname = ? AND tablename LIKE 'order_view%' ORDER BY index",
                String.class, schema);
    }
}
