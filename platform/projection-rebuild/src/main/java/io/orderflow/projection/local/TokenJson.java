package io.orderflow.projection.local;

import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;

/** Positions in the event store as a rebuild keeps them. */
final class TokenJson {

    private final Serializer serializer;

    /** @param serializer by which processors' tokens are stored */
    TokenJson(Serializer serializer) {
        this.serializer = serializer;
    }

    String write(TrackingToken token) {
        return serializer.serialize(token, String.class).getData();
    }

    /** Null for null, the position before the first event. */
    TrackingToken read(String json) {
        return json == null
                ? null
                : serializer.deserialize(
                        new SimpleSerializedObject<>(json, String.class, GapAwareTrackingToken.class.getName(), null));
    }
}
