package io.orderflow.eventstore.processing;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.ErrorHandler;
import org.axonframework.eventhandling.EventMessage;

/** At which event each processor failed last: the first one of its batch. */
final class FailedEvents {

    private record Failed(EventMessage<?> event, Throwable error) {}

    private final Map<String, Failed> failed = new ConcurrentHashMap<>();

    /** Remembers it, and lets the other one handle the error. */
    ErrorHandler of(String processor, ErrorHandler handler) {
        return context -> {
            context.failedEvents().stream()
                    .findFirst()
                    .ifPresent(event -> failed.put(processor, new Failed(event, context.error())));
            handler.handleError(context);
        };
    }

    /** The event whose handling ended in an error; empty if it was none, as where the store cannot be read. */
    Optional<EventMessage<?>> of(String processor, Throwable error) {
        return Optional.ofNullable(failed.get(processor))
                .filter(last -> last.error() == error || last.error() == error.getCause())
                .map(Failed::event);
    }
}
