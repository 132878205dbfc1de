package io.orderflow.relay.deadletter;

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
        String id,
        String queue,
        String eventType,
        String reason,
        String parkedAt,
        Map<String, String> headers,
        String body) {}
