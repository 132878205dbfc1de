package io.orderflow.local.broker;

import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import io.orderflow.local.tls.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A private instance of the RabbitMQ that is installed here, apart from a system-wide one, for any user including root. Another
 * installation is named by the variable {@code RABBITMQ_HOME}.
 */
final class RabbitMq implements Broker {

    private static final String HOME_VARIABLE = "RABBITMQ_HOME";

    /** Not the programs in /usr/sbin, which only root may run and which then switch to another user. */
    private static final Path USUAL_PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private static final String NODE = "orderflow@localhost";

    private final BrokerPorts ports;
    private final Optional<TlsFiles> tls;
    private final Path home;
    private final ManagedProcess epmd;
    private final ManagedProcess server;

    /** @param tls present where it is to talk by TLS alone */
    RabbitMq(BrokerPorts ports, Optional<TlsFiles> tls, StackContext context) {
        this.ports = ports;
        this.tls = tls;
        this.home = context.data().broker().resolve("rabbitmq");
        // Erlang's name server: RabbitMQ would start it as a daemon that outlives everything.
        this.epmd = new ManagedProcess(
                "epmd",
                new ManagedProcess.Launch(
                        List.of("epmd", "-port", String.valueOf(ports.epmd()), "-address", "127.0.0.1"),
                        Map.of(),
                        StopSignal.TERM),
                () -> listens(ports.epmd()),
                context);
        this.server = new ManagedProcess(
                "rabbitmq",
                new ManagedProcess.Launch(List.of(program().toString()), environment(), StopSignal.TERM),
                () -> tls.isPresent() ? AmqpProbe.isReady(ports.amqp(), tls.get()) : AmqpProbe.isReady(ports.amqp()),
                context);
    }

    /** Whether this machine has a RabbitMQ. One that is named has to be there. */
    static boolean isInstalled() {
        return System.getenv(HOME_VARIABLE) != null || Files.isExecutable(USUAL_PROGRAM);
    }

    private static Path program() {
        String named = System.getenv(HOME_VARIABLE);
        return named == null ? USUAL_PROGRAM : Path.of(named, "sbin", "rabbitmq-server");
    }

    @Override
    public String title() {
        return "RabbitMQ";
    }

    @Override
    public List<Integer> ports() {
        List<Integer> needed =
                new ArrayList<>(List.of(ports.amqp(), ports.management(), ports.erlangDistribution(), ports.epmd()));
        ports.metrics().ifPresent(needed::add);
        return needed;
    }

    @Override
    public Kind kind() {
        return Kind.RABBITMQ;
    }

    @Override
    public int port() {
        return ports.amqp();
    }

    @Override
    public Optional<URI> managementUri() {
        return Optional.of(URI.create("http://localhost:" + ports.management()));
    }

    @Override
    public Optional<URI> metricsUri() {
        return ports.metrics().isEmpty()
                ? Optional.empty()
                : Optional.of(URI.create("http://127.0.0.1:" + ports.metrics().getAsInt()));
    }

    @Override
    public Optional<Path> log() {
        return Optional.of(server.log());
    }

    @Override
    public void start() {
        writeConfiguration();
        epmd.start();
        epmd.awaitReady();
        server.start();
        server.awaitReady();
    }

    @Override
    public void stop() {
        server.stop();
        epmd.stop();
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public boolean isAlive() {
        return server.isAlive();
    }

    @Override
    public void close() {
        server.close();
        epmd.close();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", home.toString());
        environment.put("RABBITMQ_NODENAME", NODE);
        environment.put("RABBITMQ_MNESIA_BASE", home.resolve("mnesia").toString());
        environment.put("RABBITMQ_LOG_BASE", home.resolve("log").toString());
        environment.put("RABBITMQ_CONFIG_FILE", configuration().toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", emptyEnvironment().toString());
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", plugins().toString());
        environment.put("RABBITMQ_PID_FILE", home.resolve("pid").toString());
        environment.put("RABBITMQ_DIST_PORT", String.valueOf(ports.erlangDistribution()));
        environment.put("ERL_EPMD_PORT", String.valueOf(ports.epmd()));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false");
        // Makes the start script become the server, instead of a shell that waits for it: one process to watch and to
        // kill.
        environment.put("RUNNING_UNDER_SYSTEMD", "true");
        return environment;
    }

    private Path configuration() {
        return home.resolve("rabbitmq.conf");
    }

    private Path emptyEnvironment() {
        return home.resolve("rabbitmq-env.conf");
    }

    private Path plugins() {
        return home.resolve("enabled_plugins");
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void writeConfiguration() {
        try {
            Files.createDirectories(home);
            Files.writeString(
                    configuration(),
                    """
                    management.tcp.ip = 127.0.0.1
                    management.tcp.port = %s
                    default_user = %s
                    default_pass = %s
                    log.console = true
                    log.console.level = info
                    log.file = false
                    # The management UI and API are one second behind, not five.
                    collect_statistics_interval = 1000
                    # What RabbitMQ 3 takes; from 4.0 on it is 16 MiB where nothing else is said.
                    max_message_size = 134217728
                    """.formatted(
                                            ports.management(),
                                            USER,
                                            tls.map(TlsFiles::readPassword).orElse(PASSWORD))
                            + listeners()
                            + metricsConfiguration());
            Files.writeString(emptyEnvironment(), "");
            Files.writeString(
                    plugins(),
                    ports.metrics().isEmpty()
                            ? "[rabbitmq_management]."
                            : "[rabbitmq_management,rabbitmq_prometheus].");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String listeners() {
        return tls.map(files -> """
                        listeners.tcp = none
                        listeners.ssl.1 = 127.0.0.1:%s
                        ssl_options.cacertfile = %s
                        ssl_options.certfile = %s
                        ssl_options.keyfile = %s
                        """.formatted(ports.amqp(), files.authority(), files.certificate(), files.key()))
                .orElse("listeners.tcp.1 = 127.0.0.1:%s%n".formatted(ports.amqp()));
    }

    private String metricsConfiguration() {
        return ports.metrics().isEmpty() ? "" : """
                prometheus.tcp.ip = 127.0.0.1
                prometheus.tcp.port = %s
                """.formatted(ports.metrics().getAsInt());
    }
}
