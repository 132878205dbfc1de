package io.orderflow.eventstore.processing;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.axonframework.eventhandling.ErrorHandler;
import org.axonframework.eventhandling.EventMessage;

/** At which event processors failed: the first one of the batch. It is known as long as somebody knows the error. */
final class FailedEvents {

    private final Map<Throwable, EventMessage<?>> failed = Collections.synchronizedMap(new WeakHashMap<>());

    /** Remembers it, and lets the other one handle the error. */
    ErrorHandler before(ErrorHandler handler) {
        return context -> {
            context.failedEvents().stream().findFirst().ifPresent(event -> failed.put(context.error(), event));
            handler.handleError(context);
        };
    }

    /** The event whose handling ended in an error; empty if it was none, as where the store cannot be read. */
    Optional<EventMessage<?>> of(Throwable error) {
        return Optional.<EventMessage<?>>ofNullable(failed.get(error))
                .or(() -> Optional.ofNullable(error.getCause()).map(failed::get));
    }
}
