package io.orderflow.relay.rebuild;

import java.util.List;
import java.util.OptionalLong;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.JdbcTemplate;

/** Positions in the event store as they are kept in the database. */
final class Tokens {

    private final Serializer serializer;
    private final JdbcTemplate jdbc;

    /** @param serializer by which processors' tokens are stored */
    Tokens(Serializer serializer, JdbcTemplate jdbc) {
        this.serializer = serializer;
        this.jdbc = jdbc;
    }

    String toJson(TrackingToken token) {
        return serializer.serialize(token, String.class).getData();
    }

    /** Null for null, the position before the first event. */
    TrackingToken fromJson(String json) {
        return json == null
                ? null
                : serializer.deserialize(
                        new SimpleSerializedObject<>(json, String.class, GapAwareTrackingToken.class.getName(), null));
    }

    /** The last event that a processor has handled, whichever instance of the service it runs in; empty before the first. */
    OptionalLong positionOf(String processor) {
        List<SerializedObject<byte[]>> stored = jdbc.query(
                "SELECT token, token_type FROM token_entry WHERE processor_name = ? AND token IS NOT NULL",
                (row, number) -> new SimpleSerializedObject<>(
                        row.getBytes("token"), byte[].class, row.getString("token_type"), null),
                processor);
        return stored.stream()
                .<TrackingToken>map(serializer::deserialize)
                .map(TrackingToken::position)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }
}
