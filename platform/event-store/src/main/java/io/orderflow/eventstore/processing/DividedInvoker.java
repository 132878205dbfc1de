package io.orderflow.eventstore.processing;

import static org.axonframework.eventhandling.Segment.ROOT_SEGMENT;

import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;

/** Lets a segment handle the events of which something is its own, whatever the handlers themselves would divide them by. */
final class DividedInvoker implements EventHandlerInvoker {

    private final EventHandlerInvoker handlers;
    private final Function<EventMessage<?>, Stream<?>> keysOf;

    DividedInvoker(EventHandlerInvoker handlers, Function<EventMessage<?>, Stream<?>> keysOf) {
        this.handlers = handlers;
        this.keysOf = keysOf;
    }

    @Override
    public boolean canHandle(EventMessage<?> event, Segment segment) {
        return handlers.canHandle(event, ROOT_SEGMENT) && isOf(segment, event);
    }

    @Override
    public void handle(EventMessage<?> event, Segment segment) throws Exception {
        if (isOf(segment, event)) {
            CurrentSegment.set(segment);
            handlers.handle(event, ROOT_SEGMENT);
        }
    }

    private boolean isOf(Segment segment, EventMessage<?> event) {
        return segment.getMask() == 0 || keysOf.apply(event).anyMatch(segment::matches);
    }

    @Override
    public boolean canHandleType(Class<?> type) {
        return handlers.canHandleType(type);
    }

    @Override
    public boolean supportsReset() {
        return handlers.supportsReset();
    }

    @Override
    public void performReset() {
        handlers.performReset();
    }

    @Override
    public <R> void performReset(R context) {
        handlers.performReset(context);
    }
}
