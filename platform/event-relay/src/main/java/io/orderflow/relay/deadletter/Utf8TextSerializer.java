package io.orderflow.relay.deadletter;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes bytes as the text that they are in UTF-8, without ever having all of that text in memory. */
final class Utf8TextSerializer extends StdSerializer<byte[]> {

    Utf8TextSerializer() {
        super(byte[].class);
    }

    @Override
    public void serialize(byte[] bytes, JsonGenerator json, SerializationContext context) {
        json.writeString(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8), -1);
    }
}
