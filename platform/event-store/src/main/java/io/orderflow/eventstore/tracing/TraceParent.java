package io.orderflow.eventstore.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;

/**
 * Where a message belongs in a trace, in W3C's form (<a href="https://www.w3.org/TR/trace-context/">Trace Context</a>): an
 * event has it in its metadata as long as it is stored, so that what is done for it an hour later, or twice, is still seen in
 * the trace of the request that it follows from.
 */
public final class TraceParent {

    /** The name of the metadata, and of a message's header. */
    public static final String KEY = "traceparent";

    /** The place of the digit whose last bit says whether the trace is kept. */
    private static final int FLAGS = "00-00000000000000000000000000000000-0000000000000000-00".length() - 1;

    private static final TextMapGetter<String> ITSELF = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(String text) {
            return Map.of(KEY, text).keySet();
        }

        @Override
        public String get(String text, String key) {
            return key.equals(KEY) ? text : null;
        }
    };

    private TraceParent() {}

    /** Whether the message says that its trace is kept: a look at the last digit, as most are not. */
    static boolean isOfKeptTrace(Message<?> message) {
        return message.getMetaData().get(KEY) instanceof String text
                && text.length() > FLAGS
                && (Character.digit(text.charAt(FLAGS), 16) & 1) == 1;
    }

    /** Where the message belongs; invalid if it does not say so. */
    static SpanContext of(Message<?> message) {
        return message.getMetaData().get(KEY) instanceof String text ? parse(text) : SpanContext.getInvalid();
    }

    /** The trace that the message belongs to, 32 hexadecimal digits; empty if it does not say so. */
    public static Optional<String> traceIdOf(Message<?> message) {
        return Optional.of(of(message)).filter(SpanContext::isValid).map(SpanContext::getTraceId);
    }

    /** The event as one that follows from the span; as it is if there is no such span. */
    public static EventMessage<?> follow(Span span, EventMessage<?> event) {
        return in(Context.root().with(span))
                .<EventMessage<?>>map(text -> event.andMetaData(Map.of(KEY, text)))
                .orElse(event);
    }

    /** Whether somebody else's text is in W3C's form. */
    public static boolean isValid(String text) {
        return text.length() == FLAGS + 1 && parse(text).isValid();
    }

    /** The same place in a trace of which nothing more is kept. */
    public static String unkept(String text) {
        return text.substring(0, FLAGS) + '0';
    }

    /** The text of the context's span, if it has one. */
    static Optional<String> in(Context context) {
        String[] text = new String[1];
        W3CTraceContextPropagator.getInstance().inject(context, text, (carrier, key, value) -> {
            if (key.equals(KEY)) {
                carrier[0] = value;
            }
        });
        return Optional.ofNullable(text[0]);
    }

    private static SpanContext parse(String text) {
        return Span.fromContext(W3CTraceContextPropagator.getInstance().extract(Context.root(), text, ITSELF))
                .getSpanContext();
    }
}
