package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However many orders there are, what is asked of a few is answered by indexes. */
@ExtendWith(RunningSystem.class)
class LongListIT {

    private static final int ORDERS = 50_000;
    private static final long FIRST = 1_000_000_000;

    /** Of the last orders, and of no other. */
    private static final long NEW_PRODUCT = 987_001;

    /** The orders are placed from the beginning of that year on, one a second, for almost 14 hours. */
    private static final String LATE = "2090-01-01T13:00:00Z";

    /** Of 8 kB; the orders fill more than 400, and so do their lines. */
    private static final long FEW_BLOCKS = 120;

    private static final String BLOCKS = """
            SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0) FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND query LIKE '%from order_view%'""";

    private final Orderflow orderflow;
    private final Connection orders;

    LongListIT(Orderflow orderflow) throws SQLException {
        this.orderflow = orderflow;
        orders = orderflow.database(Service.ORDER_COMMAND);
    }

    @BeforeEach
    void fill() throws SQLException {
        await("the end of other orders")
                .atMost(PATIENCE)
                .until(() -> orderflow
                        .get(Service.ORDER_COMMAND, "/orders?status=pending")
                        .body()
                        .isEmpty());
        execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        execute(
                "INSERT INTO order_view SELECT id, 0, CASE WHEN id %% 1000 = 0 THEN 'CANCELLED' ELSE 'CONFIRMED' END, NULL, 1,"
                        + " timestamptz '2090-01-01T00:00:00Z' + (id - %1$s) * interval '1 s'"
                        + " FROM generate_series(%1$s, %1$s + %2$s - 1) id");
        execute("INSERT INTO order_view_line SELECT id, 0, CASE WHEN id >= %1$s + %2$s - 1000 THEN " + NEW_PRODUCT
                + " ELSE 1 END, 1, 1 FROM generate_series(%1$s, %1$s + %2$s - 1) id");
        execute("ANALYZE order_view, order_view_line");
    }

    @AfterEach
    void clear() throws SQLException {
        try (orders) {
            execute("DELETE FROM order_view WHERE id >= %1$s");
            execute("DELETE FROM order_view_line WHERE order_id >= %1$s");
            execute("VACUUM order_view, order_view_line");
        }
    }

    @Test
    void aPageIsReadByTheIdsOfItsOrders() throws SQLException {
        assertFew(blocksReadFor("/orders?limit=10", 10));
    }

    @Test
    void aLaterPageIsReadAsFastAsTheFirst() throws SQLException {
        long middle = FIRST + ORDERS / 2;

        assertFew(blocksReadFor("/orders?limit=10&after=" + middle, 10));
        assertFew(blocksReadFor("/orders?status=confirmed&limit=10&after=" + middle, 10));
        assertFew(blocksReadFor("/orders?product_id=1&limit=10&after=" + middle, 10));
        assertFew(blocksReadFor("/orders?from=2090-01-01T00:00:00Z&limit=10&after=" + middle, 10));
    }

    @Test
    void ordersOfANewProductAreReadByTheirProduct() throws SQLException {
        assertFew(blocksReadFor("/orders?limit=10&product_id=" + NEW_PRODUCT, 10));
    }

    @Test
    void ordersOfATimeAreReadByTheirTime() throws SQLException {
        assertFew(blocksReadFor("/orders?limit=10&from=" + LATE, 10));
        assertFew(blocksReadFor("/orders?limit=10&status=confirmed&from=" + LATE, 10));
        assertFew(blocksReadFor("/orders?limit=10&status=pending&from=" + LATE, 0));
    }

    @Test
    void ordersOfARareStatusAreReadByTheirStatus() throws SQLException {
        assertFew(blocksReadFor("/orders?status=cancelled&limit=10", 10));
    }

    @Test
    void givenManyOrdersWerePending_whenNoneIs_thenNotAllAreLookedAt() throws SQLException {
        execute("UPDATE order_view SET status = 'PENDING' WHERE id >= %1$s");
        execute("ANALYZE order_view");
        execute("UPDATE order_view SET status = 'CONFIRMED' WHERE id >= %1$s");
        await("few blocks read once nobody can see the pending ones any more").untilAsserted(() -> {
            execute("VACUUM order_view");
            assertFew(blocksReadFor("/orders?status=pending&limit=10", 0));
        });
    }

    @Test
    void anOrderIsReadByItsId() throws SQLException {
        long before = blocks();
        assertThat(orderflow.order(FIRST + ORDERS / 2).status()).isEqualTo(200);

        assertFew(blocks() - before);
    }

    /** Some are read for any answer, or else it is not the right statements that are looked at. */
    private static void assertFew(long blocks) {
        assertThat(blocks).isBetween(1L, FEW_BLOCKS);
    }

    private long blocksReadFor(String path, int found) throws SQLException {
        long before = blocks();
        assertThat(orderflow.get(Service.ORDER_COMMAND, path).body().size()).isEqualTo(found);
        return blocks() - before;
    }

    private long blocks() throws SQLException {
        try (Statement statement = orders.createStatement();
                ResultSet row = statement.executeQuery(BLOCKS)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = orders.createStatement()) {
            statement.execute(String.format(Locale.ROOT, sql, FIRST, ORDERS));
        }
    }
}
