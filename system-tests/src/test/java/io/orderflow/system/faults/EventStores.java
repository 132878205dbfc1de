package io.orderflow.system.faults;

import static io.orderflow.local.service.Service.INVENTORY_COMMAND;
import static io.orderflow.local.service.Service.ORDER_COMMAND;

import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the event stores of order-command and inventory-command say about the events that went between the two. */
final class EventStores {

    /** By the store that an event is from: what is sent to the other one. */
    private static final Map<Service, List<String>> SENT = Map.of(
            ORDER_COMMAND, List.of("OrderPlaced", "StockReleaseRequested"),
            INVENTORY_COMMAND, List.of("StockReserved", "StockRejected", "StockReleased"));

    private static final JsonMapper JSON = new JsonMapper();

    private final Orderflow orderflow;
    private final String keepingOrder;

    /** @param partitions of the services' queues; with several, only the events of a product that are about one order keep their order */
    EventStores(Orderflow orderflow, int partitions) {
        this.orderflow = orderflow;
        this.keepingOrder = partitions == 1 ? "" : ", convert_from(payload, 'UTF8')::json ->> 'orderId'";
    }

    /** Where the stores end: the index of the last event of each. */
    record Mark(Map<Service, Long> last) {}

    record Sent(String type, JsonNode payload) {}

    Mark end() throws SQLException {
        Map<Service, Long> last = new EnumMap<>(Service.class);
        for (Service store : SENT.keySet()) {
            last.put(store, number(store, "SELECT coalesce(max(global_index), 0) FROM domain_event_entry"));
        }
        return new Mark(last);
    }

    long sagasLeft() throws SQLException {
        return number(ORDER_COMMAND, "SELECT count(*) FROM saga_entry");
    }

    /** How many events the processors of both services have still to handle. */
    long unhandled() throws SQLException {
        long unhandled = 0;
        for (Service store : SENT.keySet()) {
            unhandled += number(
                    store,
                    "SELECT count(*) FROM domain_event_entry e JOIN token_entry t"
                            + " ON e.global_index > (convert_from(t.token, 'UTF8')::json ->> 'index')::bigint");
        }
        return unhandled;
    }

    /** The events after the mark that were for the other service and are not in its store. */
    List<Sent> undelivered(Mark since) throws SQLException {
        List<Sent> undelivered =
                new ArrayList<>(sent(ORDER_COMMAND, INVENTORY_COMMAND, since).values());
        undelivered.addAll(sent(INVENTORY_COMMAND, ORDER_COMMAND, since).values());
        return undelivered;
    }

    /** How many of the events that arrived after the mark follow a later event of the same aggregate. */
    long outOfOrder(Mark since) throws SQLException {
        return outOfOrder(ORDER_COMMAND, SENT.get(INVENTORY_COMMAND), since)
                + outOfOrder(INVENTORY_COMMAND, SENT.get(ORDER_COMMAND), since);
    }

    /** The ids of the events after the mark that say that a product runs low or out. */
    Set<String> warnings(Mark since) throws SQLException {
        Set<String> warnings = new HashSet<>();
        query(
                INVENTORY_COMMAND,
                "SELECT event_identifier FROM domain_event_entry WHERE payload_type = ANY (?) AND global_index > ?",
                List.of("StockRanLow", "StockRanOut"),
                since,
                row -> warnings.add(row.getString(1)));
        return warnings;
    }

    private Map<String, Sent> sent(Service from, Service to, Mark since) throws SQLException {
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

    private long outOfOrder(Service store, List<String> types, Mark since) throws SQLException {
        long[] count = {0};
        query(
                store,
                "SELECT count(*) FROM (SELECT sequence_number < max(sequence_number) OVER (PARTITION BY"
                        + " aggregate_identifier" + keepingOrder
                        + " ORDER BY global_index) AS late FROM domain_event_entry"
                        + " WHERE payload_type = ANY (?) AND global_index > ?) arrived WHERE late",
                types,
                since,
                row -> count[0] = row.getLong(1));
        return count[0];
    }

    private long number(Service store, String sql) throws SQLException {
        try (Connection connection = orderflow.database(store);
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void query(Service store, String sql, List<String> types, Mark since, Row eachRow) throws SQLException {
        try (Connection connection = orderflow.database(store);
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

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }
}
