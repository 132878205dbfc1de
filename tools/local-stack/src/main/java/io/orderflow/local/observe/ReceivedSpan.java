package io.orderflow.local.observe;

import java.util.Map;

/**
 * A span as a service sent it.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param parentId of the span that it is below; empty for the first of a trace
 * @param kind as OpenTelemetry names it, e.g. {@code PRODUCER}
 * @param startMicros since 1970
 * @param error why it failed, or what there is of a reason; null if it did not
 */
public record ReceivedSpan(
        String traceId,
        String spanId,
        String parentId,
        String service,
        String name,
        String kind,
        long startMicros,
        long durationMicros,
        Map<String, String> attributes,
        String error) {}
