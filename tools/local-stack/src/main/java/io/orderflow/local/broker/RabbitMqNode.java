package io.orderflow.local.broker;

import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import io.orderflow.local.tls.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A server of the RabbitMQ that is installed here, apart from a system-wide one, for any user including root. Another installation is
 * named by the variable {@code RABBITMQ_HOME}. It needs Erlang's name server.
 */
final class RabbitMqNode {

    private static final String HOME_VARIABLE = "RABBITMQ_HOME";

    /** Not the programs in /usr/sbin, which only root may run and which then switch to another user. */
    private static final Path USUAL_PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private final String name;
    private final BrokerPorts ports;
    private final List<String> members;
    private final Optional<TlsFiles> tls;
    private final Path home;
    private final Path folder;
    private final StackContext context;
    private final ManagedProcess server;
    private volatile boolean away;

    /**
     * A node that is all there is.
     *
     * @param home where it keeps all it has
     * @param tls present where it is to talk by TLS alone
     */
    RabbitMqNode(BrokerPorts ports, Path home, Optional<TlsFiles> tls, StackContext context) {
        this("orderflow", ports, List.of(), home, home, "rabbitmq", tls, context);
    }

    /**
     * A member of a cluster.
     *
     * @param title by which it is known on this machine, of all {@code members} of its cluster
     * @param home what it shares with the other members
     */
    RabbitMqNode(String title, List<String> members, BrokerPorts ports, Path home, StackContext context) {
        this(title, ports, members, home, home.resolve(title), title, Optional.empty(), context);
    }

    private RabbitMqNode(
            String title,
            BrokerPorts ports,
            List<String> members,
            Path home,
            Path folder,
            String process,
            Optional<TlsFiles> tls,
            StackContext context) {
        this.name = nodeName(title);
        this.ports = ports;
        this.members = List.copyOf(members);
        this.tls = tls;
        this.home = home;
        this.folder = folder;
        this.context = context;
        this.server = new ManagedProcess(
                process,
                new ManagedProcess.Launch(
                        List.of(program("rabbitmq-server").toString()), environment(), StopSignal.TERM),
                () -> tls.isPresent() ? AmqpProbe.isReady(ports.amqp(), tls.get()) : AmqpProbe.isReady(ports.amqp()),
                context);
    }

    /** Whether this machine has a RabbitMQ. One that is named has to be there. */
    static boolean isInstalled() {
        return System.getenv(HOME_VARIABLE) != null || Files.isExecutable(USUAL_PROGRAM);
    }

    private static Path program(String program) {
        String named = System.getenv(HOME_VARIABLE);
        return named == null ? USUAL_PROGRAM.resolveSibling(program) : Path.of(named, "sbin", program);
    }

    private static String nodeName(String title) {
        return title + "@localhost";
    }

    /** As RabbitMQ calls it. */
    String name() {
        return name;
    }

    BrokerPorts ports() {
        return ports;
    }

    List<Integer> ownPorts() {
        List<Integer> own = new ArrayList<>(List.of(ports.amqp(), ports.management(), ports.erlangDistribution()));
        ports.metrics().ifPresent(own::add);
        return own;
    }

    URI managementUri() {
        return URI.create("http://localhost:" + ports.management());
    }

    Path log() {
        return server.log();
    }

    void launch() {
        writeConfiguration();
        server.start();
    }

    void awaitReady() {
        server.awaitReady();
    }

    void stop() {
        server.stop();
    }

    void kill() {
        server.kill();
    }

    void close() {
        server.close();
    }

    boolean isAlive() {
        return server.isAlive();
    }

    /** Whether it runs, and was neither suspended nor cut off. */
    boolean isThere() {
        return isAlive() && !away;
    }

    void suspend() {
        away = true;
        server.suspend();
    }

    void resume() {
        server.resume();
        server.awaitReady();
        away = false;
    }

    /** Takes its connections to other nodes away, and refuses new ones. */
    void cutOff() {
        away = true;
        evaluate("[begin erlang:set_cookie(N, cut_off), erlang:disconnect_node(N) end || N <- nodes()].");
    }

    void reconnect() {
        String others = members.stream()
                .map(RabbitMqNode::nodeName)
                .filter(other -> !other.equals(name))
                .map("'%s'"::formatted)
                .collect(Collectors.joining(", "));
        evaluate("[erlang:set_cookie(N, erlang:get_cookie()) || N <- [%s]].".formatted(others));
        server.awaitReady();
        away = false;
    }

    private void evaluate(String erlang) {
        ManagedProcess.Launch launch = new ManagedProcess.Launch(
                List.of(program("rabbitmqctl").toString(), "-q", "-n", name, "eval", erlang),
                environment(),
                StopSignal.TERM);
        new ManagedProcess("rabbitmqctl", launch, () -> false, context.unsupervised()).runToEnd();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", home.toString());
        environment.put("RABBITMQ_NODENAME", name);
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_CONFIG_FILE", configuration().toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", emptyEnvironment().toString());
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", plugins().toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put("RABBITMQ_DIST_PORT", String.valueOf(ports.erlangDistribution()));
        environment.put("ERL_EPMD_PORT", String.valueOf(ports.epmd()));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false" + argumentsOfMember());
        // Makes the start script become the server, instead of a shell that waits for it: one process to watch and to
        // kill.
        environment.put("RUNNING_UNDER_SYSTEMD", "true");
        return environment;
    }

    /** A node that says nothing is missed after some 5 seconds, and not after a minute; three of them find fewer processors. */
    private String argumentsOfMember() {
        return members.isEmpty() ? "" : " -kernel net_ticktime 5 +sbwt none +sbwtdcpu none +sbwtdio none";
    }

    private Path configuration() {
        return folder.resolve("rabbitmq.conf");
    }

    private Path emptyEnvironment() {
        return folder.resolve("rabbitmq-env.conf");
    }

    private Path plugins() {
        return folder.resolve("enabled_plugins");
    }

    private void writeConfiguration() {
        try {
            Files.createDirectories(folder);
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
                                            Broker.USER,
                                            tls.map(TlsFiles::readPassword).orElse(Broker.PASSWORD))
                            + listeners()
                            + clusterConfiguration()
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

    private String clusterConfiguration() {
        if (members.isEmpty()) {
            return "";
        }
        return IntStream.range(0, members.size())
                .mapToObj(index -> "cluster_formation.classic_config.nodes.%s = %s%n"
                        .formatted(index + 1, nodeName(members.get(index))))
                .collect(Collectors.joining("", "", """
                        cluster_formation.peer_discovery_backend = classic_config
                        cluster_partition_handling = pause_minority
                        queue_leader_locator = balanced
                        """));
    }
}
