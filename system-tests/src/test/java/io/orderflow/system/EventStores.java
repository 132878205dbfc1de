package io.orderflow.system;

import io.orderflow.local.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the event stores of order-command and inventory-command say about the events that went between the two. */
final class EventStores {

    static final String ORDERS = "orders";
    static final String INVENTORY = "inventory";

    /** By the store that an event is from: what is sent to the other one. */
    private static final Map<String, List<String>> SENT = Map.of(
            ORDERS, List.of("OrderPlaced", "StockReleaseRequested"),
            INVENTORY, List.of("StockReserved", "StockRejected", "StockReleased"));

    private static final JsonMapper JSON = new JsonMapper();

    private final Postgres postgres;

    EventStores(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Where the stores end: the index of the last event of each. */
    record Mark(Map<String, Long> last) {}

    record Sent(String type, JsonNode payload) {}

    Mark end() throws SQLException {
        Map<String, Long> last = new HashMap<>();
        for (String store : SENT.keySet()) {
            last.put(store, number(store, "SELECT coalesce(max(global_index), 0) FROM domain_event_entry"));
        }
        return new Mark(last);
    }

    long sagasLeft() throws SQLException {
        return number(ORDERS, "SELECT count(*) FROM saga_entry");
    }

    /** How many events the processors of both services have still to handle. */
    long unhandled() throws SQLException {
        long unhandled = 0;
        for (String store : SENT.keySet()) {
            unhandled += number(
                    store,
                    "SELECT count(*) FROM domain_event_entry e JOIN token_entry t"
                            + " ON e.global_index > (convert_from(t.token, 'UTF8')::json ->> 'index')::bigint");
        }
        return unhandled;
    }

    /** The events after the mark that were for the other service and are not in its store. */
    List<Sent> undelivered(Mark since) throws SQLException {
        List<Sent> undelivered = new ArrayList<>(sent(ORDERS, INVENTORY, since).values());
        undelivered.addAll(sent(INVENTORY, ORDERS, since).values());
        return undelivered;
    }

    /** How many of the events that arrived after the mark follow a later event of the same aggregate. */
    long outOfOrder(Mark since) throws SQLException {
        return outOfOrder(ORDERS, SENT.get(INVENTORY), since) + outOfOrder(INVENTORY, SENT.get(ORDERS), since);
    }

    private Map<String, Sent> sent(String from, String to, Mark since) throws SQLException {
        Map<String, Sent> missing = new LinkedHashMap<>();
        query(
                from,
                "SELECT event_identifier, payload_type, convert_from(payload, 'UTF8') FROM domain_event_entry"
                        + " WHERE payload_type = ANY (?) AND global_index > ?",
                SENT.get(from),
                since,
                row -> missing.put(row.getString(1), new Sent(row.getString(2), JSON.readTree(row.getString(3)))));
        query(
                to,
                "SELECT event_identifier FROM domain_event_entry WHERE payload_type = ANY (?) AND global_index > ?",
                SENT.get(from),
                since,
                row -> missing.remove(row.getString(1)));
        return missing;
    }

    private long outOfOrder(String store, List<String> types, Mark since) throws SQLException {
        long[] count = {0};
        query(
                store,
                "SELECT count(*) FROM (SELECT sequence_number < max(sequence_number) OVER (PARTITION BY"
                        + " aggregate_identifier ORDER BY global_index) AS late FROM domain_event_entry"
                        + " WHERE payload_type = ANY (?) AND global_index > ?) arrived WHERE late",
                types,
                since,
                row -> count[0] = row.getLong(1));
        return count[0];
    }

    private long number(String store, String sql) throws SQLException {
        try (Connection connection = connect(store);
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void query(String store, String sql, List<String> types, Mark since, Row eachRow) throws SQLException {
        try (Connection connection = connect(store);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", types.toArray()));
            statement.setLong(2, since.last().get(store));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    eachRow.read(rows);
                }
            }
        }
    }

    Connection connect(String store) throws SQLException {
        return postgres.connect(store);
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }
}
