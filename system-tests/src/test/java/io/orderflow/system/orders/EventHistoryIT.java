package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static io.orderflow.system.driver.Orderflow.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What happened to an order or a product can be asked for, and is found by indexes however long history is. */
@ExtendWith(RunningSystem.class)
class EventHistoryIT {

    private static final int EVENTS = 50_000;
    private static final long PRODUCT = 2_000_000_000;

    /** Of 8 kB; the events fill more than a thousand. */
    private static final long FEW_BLOCKS = 120;

    private static final String BLOCKS = """
            SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0) FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (query LIKE '%encode(payload%' OR query LIKE '%ORDER BY sequence_number DESC%')""";

    private final Orderflow orderflow;

    EventHistoryIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void anOrdersEventsAndTheAnswersToThemAreShownInTheirOrder() {
        long desk = orderflow.addProduct("Desk", 5);
        long chair = orderflow.addProduct("Chair", 1);
        long order = orderflow.placed(lines(line(desk, 2), line(chair, 2)));
        orderflow.ended(order);

        List<JsonNode> events =
                await("the answer to the last question").until(() -> eventsOf(order), history -> history.size() == 6);

        assertThat(events)
                .extracting(EventHistoryIT::typeOf)
                .startsWith("OrderPlaced")
                .endsWith("OrderCancelled", "StockReleaseRequested", "StockReleased")
                .contains("StockReserved", "StockRejected");
        assertThat(events)
                .extracting(event -> event.get("aggregate").asString())
                .containsOnly("order-" + order, "product-" + desk, "product-" + chair);
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(event.at("/data/order_id").asLong()).isEqualTo(order))
                .extracting(event -> Instant.parse(event.get("at").asString()))
                .isSorted();
        assertThat(events.get(3).get("sequence").asLong()).isEqualTo(1);
        assertThat(events.get(3).get("event_id").asString())
                .isEqualTo(orderflow.notificationsOf(order).get(0).get("id").asString());
    }

    @Test
    void aProductsEventsAreShownInPages_theNewestFirst() {
        long lamp = orderflow.addProduct("Lamp", 9);
        orderflow.patch(Service.INVENTORY_COMMAND, "/products/" + lamp + "/stock", "{\"stock\": 7}");
        orderflow.ended(orderflow.placed(line(lamp, 1)));

        List<JsonNode> page = eventsOfProduct(lamp, "?limit=2");
        List<JsonNode> next =
                eventsOfProduct(lamp, "?limit=2&before=" + page.get(1).get("sequence"));

        assertThat(page).extracting(EventHistoryIT::typeOf).containsExactly("StockReserved", "StockSet");
        assertThat(next).extracting(EventHistoryIT::typeOf).containsExactly("ProductAdded");
        assertThat(next.get(0).at("/data/name").asString()).isEqualTo("Lamp");
    }

    @Test
    void whatNeverWasHasNoHistory() {
        assertThat(orderflow.get(Service.ORDER_COMMAND, "/orders/999999/events").text("detail"))
                .isEqualTo("Order not found");
        assertThat(orderflow
                        .get(Service.INVENTORY_COMMAND, "/products/999999/events")
                        .text("detail"))
                .isEqualTo("Product not found");
    }

    @Test
    void anOrdersHistoryIsFoundWhateverHappenedAfterwards() throws SQLException {
        long chair = orderflow.addProduct("Chair", 1);
        long order = orderflow.placed(line(chair, 1));
        orderflow.ended(order);
        try (Connection store = orderflow.database(Service.ORDER_COMMAND)) {
            try {
                // From elsewhere, so that nobody is told.
                append(
                        store,
                        "StockRanLow",
                        "{\"productId\":" + PRODUCT + ",\"name\":\"Sand\",\"stock\":1}",
                        "{\"origin-timestamp\":\"2026-07-01T12:00:00Z\"}",
                        0,
                        EVENTS);
                long before = blocksRead(store);
                assertThat(eventsOf(order))
                        .extracting(EventHistoryIT::typeOf)
                        .containsExactly("OrderPlaced", "StockReserved", "OrderConfirmed");
                assertFew(blocksRead(store) - before);
            } finally {
                clear(store);
                startAnew(Service.ORDER_COMMAND);
            }
        }
    }

    @Test
    void aPageOfALongHistoryIsFoundByItsPlace() throws SQLException {
        try (Connection store = orderflow.database(Service.INVENTORY_COMMAND)) {
            try {
                String added = "{\"productId\":" + PRODUCT + ",\"name\":\"Sand\",\"stock\":1}";
                append(store, "ProductAdded", added, "{}", 0, 0);
                append(store, "StockSet", "{\"productId\":" + PRODUCT + ",\"stock\":7}", "{}", 1, EVENTS);
                await("the view of all events")
                        .atMost(PATIENCE)
                        .until(() -> number(store, "SELECT count(*) FROM product_view WHERE version = " + EVENTS) == 1);
                long before = blocksRead(store);
                assertThat(eventsOfProduct(PRODUCT, "?before=" + EVENTS / 2)).hasSize(10);
                assertFew(blocksRead(store) - before);
            } finally {
                execute(store, "DELETE FROM product_view WHERE id = " + PRODUCT);
                clear(store);
                startAnew(Service.INVENTORY_COMMAND);
            }
        }
    }

    /** It has read what is gone, and would do nothing any more. */
    private void startAnew(Service service) {
        orderflow.stack().service(service).kill();
        orderflow.stack().service(service).awaitHealthy();
    }

    /** Some are read for any answer, or else it is not the right statements that are looked at. */
    private static void assertFew(long blocks) {
        assertThat(blocks).isBetween(1L, FEW_BLOCKS);
    }

    private static String typeOf(JsonNode event) {
        return event.get("type").asString();
    }

    private List<JsonNode> eventsOf(long order) {
        return orderflow
                .get(Service.ORDER_COMMAND, "/orders/" + order + "/events")
                .rows();
    }

    private List<JsonNode> eventsOfProduct(long product, String page) {
        return orderflow
                .get(Service.INVENTORY_COMMAND, "/products/" + product + "/events" + page)
                .rows();
    }

    private static void append(Connection store, String type, String json, String metaData, int first, int last)
            throws SQLException {
        execute(store, String.format(Locale.ROOT, """
                        INSERT INTO domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type, time_stamp,
                            payload_type, payload_revision, payload, meta_data)
                        SELECT gen_random_uuid(), 'product-%1$s', sequence, 'Product', '2026-07-01T12:00:00Z', '%2$s', '1',
                            convert_to('%3$s', 'UTF8'), convert_to('%4$s', 'UTF8')
                        FROM generate_series(%5$s, %6$s) sequence""", PRODUCT, type, json, metaData, first, last));
        execute(store, "ANALYZE domain_event_entry");
    }

    private static void clear(Connection store) throws SQLException {
        execute(store, "DELETE FROM domain_event_entry WHERE aggregate_identifier = 'product-" + PRODUCT + "'");
        execute(store, "VACUUM domain_event_entry");
    }

    private static long blocksRead(Connection store) throws SQLException {
        execute(store, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        return number(store, BLOCKS);
    }

    private static long number(Connection store, String sql) throws SQLException {
        try (Statement statement = store.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection store, String sql) throws SQLException {
        try (Statement statement = store.createStatement()) {
            statement.execute(sql);
        }
    }
}
