package io.orderflow.local;

import io.orderflow.local.host.FreePorts;
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

/** What shows what a stack does: a viewer of traces and, where it is installed, Prometheus. Zipkin is where it usually is, Prometheus unless
 * the machine has one there already. */
final class Observers {

    private static final int ZIPKIN = 9411;
    private static final int PROMETHEUS = 9090;

    /** Where RabbitMQ tells its metrics by default. */
    static final int BROKER_METRICS = 15692;

    private final Zipkin zipkin;
    private final OtlpReceiver receiver;
    private final Optional<Prometheus> prometheus;

    /** @param brokerMetrics where the broker tells its metrics, if it does */
    Observers(Path projectRoot, Path programs, Ports ports, Optional<URI> brokerMetrics, StackContext context) {
        zipkin = new Zipkin(programs.resolve("zipkin-server-exec.jar"), ZIPKIN, context);
        receiver = new OtlpReceiver(FreePorts.next(), zipkin::take);
        prometheus = Prometheus.isInstalled()
                ? Optional.of(new Prometheus(
                        FreePorts.isFree(PROMETHEUS) ? PROMETHEUS : FreePorts.next(),
                        projectRoot.resolve("deploy/observability/prometheus"),
                        addresses(ports, brokerMetrics),
                        context))
                : Optional.empty();
    }

    /** The configuration has them as they are among containers. */
    private static Map<String, String> addresses(Ports ports, Optional<URI> brokerMetrics) {
        Map<String, String> addresses = new TreeMap<>();
        for (Service service : Service.values()) {
            addresses.put(service.title() + ":" + Ports.standard().of(service), "127.0.0.1:" + ports.of(service));
        }
        brokerMetrics.ifPresent(uri -> addresses.put("rabbitmq:15692", uri.getAuthority()));
        return addresses;
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
