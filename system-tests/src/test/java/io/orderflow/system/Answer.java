package io.orderflow.system;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What a service answered. */
record Answer(int status, String contentType, String location, JsonNode body) {

    long id() {
        return body.get("id").asLong();
    }

    String text(String field) {
        return body.get(field).asString();
    }

    List<JsonNode> rows() {
        return StreamSupport.stream(body.spliterator(), false).toList();
    }
}
