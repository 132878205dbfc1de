package io.orderflow.eventstore.tracing;

import io.opentelemetry.context.Context;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/**
 * Has commands and events belong where that belongs which they follow from: to the span that is current or, where none is
 * recorded, to whatever the message says that is being handled.
 */
final class TraceCorrelation implements CorrelationDataProvider {

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        return TraceParent.in(Context.current())
                .<Map<String, ?>>map(text -> Map.of(TraceParent.KEY, text))
                .orElseGet(() -> message.getMetaData().subset(TraceParent.KEY));
    }
}
