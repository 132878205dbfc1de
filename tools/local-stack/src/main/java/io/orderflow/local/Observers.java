package io.orderflow.local;

import io.orderflow.local.host.Server;
import io.orderflow.local.observe.OtlpReceiver;
import io.orderflow.local.observe.Prometheus;
import io.orderflow.local.observe.Zipkin;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.service.Service;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What shows what a stack does: a viewer of traces and, where it is installed, Prometheus. On their usual ports. */
final class Observers {

    private static final int OTLP = 4318;
    private static final int ZIPKIN = 9411;
    private static final int PROMETHEUS = 9090;

    private final Zipkin zipkin;
    private final OtlpReceiver receiver;
    private final Optional<Prometheus> prometheus;

    Observers(Path projectRoot, Path programs, Ports ports, StackContext context) {
        zipkin = new Zipkin(programs.resolve("zipkin-server-exec.jar"), ZIPKIN, context);
        receiver = new OtlpReceiver(OTLP, zipkin::take);
        prometheus = Prometheus.isInstalled()
                ? Optional.of(new Prometheus(PROMETHEUS, targets(ports), rules(projectRoot), context))
                : Optional.empty();
    }

    private static Map<String, Integer> targets(Ports ports) {
        Map<String, Integer> targets = new TreeMap<>();
        for (Service service : Service.values()) {
            targets.put(service.title(), ports.of(service));
        }
        return targets;
    }

    private static Path rules(Path projectRoot) {
        return projectRoot.resolve("deploy/observability/prometheus/rules/*.yml");
    }

    List<Server> servers() {
        List<Server> servers = new ArrayList<>(List.of(receiver, zipkin));
        prometheus.ifPresent(servers::add);
        return servers;
    }

    /** What tells a service where to send its traces, all of them. */
    Map<String, String> environment() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                receiver.tracesUri().toString(),
                "MANAGEMENT_TRACING_SAMPLING_PROBABILITY",
                "1.0");
    }

    URI tracesUri() {
        return zipkin.uri();
    }

    Optional<URI> prometheusUri() {
        return prometheus.map(Prometheus::uri);
    }
}
