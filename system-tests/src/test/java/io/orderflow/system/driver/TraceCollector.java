package io.orderflow.system.driver;

import static java.util.stream.Collectors.groupingBy;

import io.orderflow.local.observe.OtlpReceiver;
import io.orderflow.local.observe.ReceivedSpan;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces. Nothing is recorded but the traces that a test asks for. */
public final class TraceCollector {

    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final OtlpReceiver receiver;

    TraceCollector(int port) {
        receiver = new OtlpReceiver(port, spans::addAll);
    }

    /** A new one, that is recorded. */
    public Trace newTrace() {
        return new Trace(UUID.randomUUID().toString().replace("-", ""));
    }

    public void start() {
        receiver.start();
    }

    public void stop() {
        receiver.stop();
    }

    /** What tells a service to send traces here, soon. */
    Map<String, String> environment() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", receiver.tracesUri().toString(),
                "OTEL_BSP_SCHEDULE_DELAY", "200",
                "MANAGEMENT_TRACING_SAMPLING_PROBABILITY", "0.0");
    }

    /** One trace, as far as it has been received. */
    public final class Trace {

        /** The span of whoever asks, which nobody sends. */
        private static final String CLIENT = "b7ad6b7169203331";

        private final String id;

        private Trace(String id) {
            this.id = id;
        }

        /** What a client sends along. */
        public String traceParent() {
            return "00-" + id + "-" + CLIENT + "-01";
        }

        public String id() {
            return id;
        }

        public List<ReceivedSpan> spans() {
            return spans.stream().filter(span -> span.traceId().equals(id)).toList();
        }

        /** A line for each span, below and further in than the one that it follows from. */
        public String tree() {
            StringBuilder tree = new StringBuilder();
            append(CLIENT, "", spans().stream().collect(groupingBy(ReceivedSpan::parentId)), tree);
            return tree.toString();
        }

        private static void append(
                String parent, String indent, Map<String, List<ReceivedSpan>> children, StringBuilder tree) {
            children.getOrDefault(parent, List.of()).stream()
                    .sorted(Comparator.comparing(ReceivedSpan::service).thenComparing(ReceivedSpan::name))
                    .forEach(span -> {
                        tree.append("%s%s: %s%n".formatted(indent, span.service(), span.name()));
                        append(span.spanId(), indent + "  ", children, tree);
                    });
        }
    }
}
