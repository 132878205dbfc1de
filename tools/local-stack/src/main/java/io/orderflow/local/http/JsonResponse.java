package io.orderflow.local.http;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a server answered.
 *
 * @param contentType empty where the answer has none
 * @param location empty where the answer has none
 * @param body missing, in the sense of {@link JsonNode#isMissingNode()}, where the answer is empty
 */
public record JsonResponse(int status, String contentType, String location, JsonNode body) {

    /** A field of the body that is a whole number, which must be there. */
    public long number(String field) {
        return body.get(field).asLong();
    }

    /** A field of the body that is text, which must be there. */
    public String text(String field) {
        return body.get(field).asString();
    }

    /** The elements of the body, which is a list. */
    public List<JsonNode> rows() {
        return body.valueStream().toList();
    }
}
