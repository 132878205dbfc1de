package io.orderflow.eventstore.processing;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.ErrorHandler;
import org.axonframework.eventhandling.EventMessage;

/** At which event each processor failed last: the first one of its batch. */
final class FailedEvents {

    private final Map<String, EventMessage<?>> failed = new ConcurrentHashMap<>();

    /** Remembers it, and lets the other one handle the error. */
    ErrorHandler of(String processor, ErrorHandler handler) {
        return context -> {
            context.failedEvents().stream().findFirst().ifPresent(event -> failed.put(processor, event));
            handler.handleError(context);
        };
    }

    Optional<EventMessage<?>> of(String processor) {
        return Optional.ofNullable(failed.get(processor));
    }
}
