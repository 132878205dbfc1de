package io.orderflow.eventstore.serialization;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** Says in one line what is wrong with JSON that cannot be read, and with which of its members. */
public final class ReadFailure {

    private ReadFailure() {}

    /** The reason of a failure to read, for a person. */
    public static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return root instanceof JacksonException json && !json.getPath().isEmpty()
                ? why + " (at " + member(json) + ")"
                : why;
    }

    private static String member(JacksonException failure) {
        return failure.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }
}
