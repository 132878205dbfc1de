package io.orderflow.system.faults;

import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A later version of order-command, which writes its events in a form that the running version cannot read. */
final class NewerVersion {

    private final Orderflow orderflow;

    NewerVersion(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    /** Stores an order like this one, and gives its id. */
    long place(long like) throws SQLException {
        try (Connection connection = orderflow.database(Service.ORDER_COMMAND);
                Statement statement = connection.createStatement();
                ResultSet placed = statement.executeQuery("""
                        INSERT INTO domain_event_entry
                        SELECT nextval('domain_event_entry_seq'), 'order-' || number.next, 0, type,
                            gen_random_uuid()::text, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                            payload_type, payload_revision,
                            convert_to('newer' || jsonb_set(convert_from(payload, 'UTF8')::jsonb, '{orderId}',
                                to_jsonb(number.next))::text, 'UTF8'),
                            meta_data
                        FROM domain_event_entry, (SELECT nextval('order_number_seq') AS next) number
                        WHERE aggregate_identifier = 'order-%s' AND sequence_number = 0
                        RETURNING substr(aggregate_identifier, 7)::bigint""".formatted(like))) {
            placed.next();
            return placed.getLong(1);
        }
    }

    /** As if this version, which can read the order, took over. */
    void deploy(long order) throws SQLException {
        try (Connection connection = orderflow.database(Service.ORDER_COMMAND);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE domain_event_entry SET payload = substr(payload, 1 + length('newer'))"
                    + " WHERE aggregate_identifier = 'order-" + order + "' AND sequence_number = 0");
        }
    }
}
