package io.orderflow.relay.wire;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Headers may have tables and lists within each other, so many that whoever goes into each of them is out of stack. No
 * message of this system has any.
 */
public final class NestedHeaders {

    private static final int DEEPEST = 20;

    private NestedHeaders() {}

    /** Whether it takes too much to go into all of these. */
    public static boolean areTooDeep(Map<String, Object> headers) {
        Collection<?> level = headers.values();
        for (int depth = 0; depth < DEEPEST && !level.isEmpty(); depth++) {
            level = level.stream().flatMap(NestedHeaders::within).toList();
        }
        return !level.isEmpty();
    }

    private static Stream<?> within(Object value) {
        if (value instanceof Map<?, ?> table) {
            return table.values().stream();
        }
        return value instanceof List<?> list ? list.stream() : Stream.empty();
    }
}
