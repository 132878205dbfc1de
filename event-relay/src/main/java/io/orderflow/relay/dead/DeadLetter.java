package io.orderflow.relay.dead;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * A message that could not be handled.
 *
 * @param id by which operators name it
 * @param queue the queue it came from
 * @param eventType the type of event it says it carries; null if it says none
 * @param reason why it was parked, for a person to read
 * @param parkedAt when, ISO-8601 UTC
 * @param headers the message's own headers
 * @param body the message's body, read as UTF-8
 */
public record DeadLetter(
        @JsonProperty("id") String id,
        @JsonProperty("queue") String queue,
        @JsonProperty("event_type") String eventType,
        @JsonProperty("reason") String reason,
        @JsonProperty("parked_at") String parkedAt,
        @JsonProperty("headers") Map<String, String> headers,
        @JsonProperty("body") String body) {}
