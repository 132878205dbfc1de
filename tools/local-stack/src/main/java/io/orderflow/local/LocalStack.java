package io.orderflow.local;

import io.orderflow.local.broker.Broker;
import io.orderflow.local.broker.RabbitMqCluster;
import io.orderflow.local.host.DataFolder;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.host.Server;
import io.orderflow.local.host.StackException;
import io.orderflow.local.issuer.DevelopmentIssuer;
import io.orderflow.local.issuer.Tokens;
import io.orderflow.local.mongo.MongoStandIn;
import io.orderflow.local.postgres.Postgres;
import io.orderflow.local.postgres.PostgresCluster;
import io.orderflow.local.process.JavaProgram;
import io.orderflow.local.process.ProcessRecords;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.program.ServiceProgram;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.local.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The packaged services and the infrastructure that they need, each as a process of its own on this machine.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.in(projectRoot).data(temporaryFolder).ports(Ports.free()).build()) {
 *     stack.start();
 *     stack.service(Service.ORDER_COMMAND).uri();
 * }
 * }</pre>
 *
 * <p>{@link #start()} returns when every service is healthy, or stops what it started and throws a {@link StackException}.
 * {@link #close()} leaves no process behind.
 */
public final class LocalStack implements AutoCloseable {

    private final Path projectRoot;
    private final Ports ports;
    private final boolean fresh;
    private final Map<Service, Map<String, String>> extraEnvironment;
    private final Optional<TlsFiles> tls;
    private final DataFolder data;
    private final StackContext context;
    private final Infrastructure infrastructure;
    private final Optional<Observers> observers;
    private final Optional<DevelopmentIssuer> issuer;
    private final Map<Service, ServiceProgram> programs = new EnumMap<>(Service.class);
    private final ClassArchives archives;
    private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();

    private LocalStack(Builder builder) {
        projectRoot = builder.projectRoot;
        ports = builder.observed ? builder.ports.withBrokerMetrics(Observers.BROKER_METRICS) : builder.ports;
        fresh = builder.fresh;
        extraEnvironment = new EnumMap<>(builder.extraEnvironment);
        data = new DataFolder(builder.data);
        context = new StackContext(data, new ProcessRecords(data.pids()), builder.console, builder.supervised);
        tls = builder.tls;
        infrastructure = new Infrastructure(
                ports,
                new ExternalServers(builder.externalServers),
                builder.brokerKind,
                tls,
                builder.clustered,
                builder.programs,
                context);
        observers = builder.observed
                ? Optional.of(new Observers(projectRoot, builder.programs, ports, infrastructure.metricsUri(), context))
                : Optional.empty();
        issuer = builder.issuerPort.map(port -> new DevelopmentIssuer(projectRoot, port, context));
        archives = new ClassArchives(context);
        for (Service service : Service.values()) {
            programs.put(
                    service, new ServiceProgram(service.jar(projectRoot), builder.programs.resolve(service.title())));
            services.add(newProcess(service.title(), service, ports.of(service), Map.of()));
        }
    }

    /** A stack of the services that are built in this project. */
    public static Builder in(Path projectRoot) {
        return new Builder(projectRoot.toAbsolutePath().normalize());
    }

    /** How a stack shall be; what is not said is as for {@code ./run}, but silent. */
    public static final class Builder {
        private final Path projectRoot;
        private Path programs;
        private Path data;
        private Ports ports = Ports.standard();
        private Broker.Kind brokerKind = Broker.Kind.preferred();
        private Consumer<String> console = line -> {};
        private Map<String, String> externalServers = Map.of();
        private final Map<Service, Map<String, String>> extraEnvironment = new EnumMap<>(Service.class);
        private boolean fresh;
        private boolean observed;
        private Optional<Integer> issuerPort = Optional.empty();
        private Optional<TlsFiles> tls = Optional.empty();
        private boolean clustered;
        private boolean supervised = true;

        private Builder(Path projectRoot) {
            this.projectRoot = projectRoot;
            this.data = projectRoot.resolve(".orderflow");
            this.programs = data.resolve("programs");
        }

        /** Where data, logs and pids are; {@code .orderflow} in the project where this is not called. */
        public Builder data(Path folder) {
            data = folder;
            return this;
        }

        /** Where programs are laid out for quick starts, which stacks may share; a folder of the project where this is not called. */
        public Builder programs(Path folder) {
            programs = folder;
            return this;
        }

        public Builder ports(Ports chosen) {
            ports = chosen;
            return this;
        }

        /** The kind of broker; where this is not called, RabbitMQ if it is installed, and the embedded one otherwise. */
        public Builder broker(Broker.Kind kind) {
            brokerKind = kind;
            return this;
        }

        /** Who is told, line by line, what goes on. */
        public Builder console(Consumer<String> listener) {
            console = listener;
            return this;
        }

        /** Spring Boot's variables for a broker or databases that exist already; the stack then starts none of its own. */
        public Builder externalServers(Map<String, String> environment) {
            externalServers = Map.copyOf(environment);
            return this;
        }

        /** Sets an environment variable for every instance of a service; it wins over what the stack sets itself. */
        public Builder with(Service service, String variable, String value) {
            extraEnvironment.computeIfAbsent(service, key -> new TreeMap<>()).put(variable, value);
            return this;
        }

        /** Starts with empty databases. */
        public Builder fresh() {
            fresh = true;
            return this;
        }

        /** Starts what shows what the stack does, too, on its usual ports; Zipkin has to be among the programs. */
        public Builder observed() {
            observed = true;
            return this;
        }

        /** Has the services ask for tokens, of an issuer for development that listens on this port. */
        public Builder secured(int port) {
            issuerPort = Optional.of(port);
            return this;
        }

        /**
         * Has servers, services and gateway talk by TLS alone, and starts with empty databases, which ask for a password. Needs a
         * RabbitMQ that is installed.
         */
        public Builder encrypted(TlsFiles files) {
            tls = Optional.of(files);
            return fresh();
        }

        /**
         * Has three nodes of RabbitMQ with quorum queues, and a PostgreSQL with two standbys, and starts with empty databases. Needs a
         * RabbitMQ that is installed. What dies of these servers stays dead.
         */
        public Builder clustered() {
            clustered = true;
            return fresh();
        }

        /** Leaves dead what dies, until it is started by hand. */
        public Builder unsupervised() {
            supervised = false;
            return this;
        }

        public LocalStack build() {
            return new LocalStack(this);
        }
    }

    /** Starts everything and returns when every service is healthy; throws a {@link StackException} where that fails. */
    public void start() {
        data.lock();
        boolean up = false;
        try {
            context.records()
                    .stopLeftovers(
                            Stream.of(Service.values()).map(Service::title).toList(), context.console());
            FreePorts.require(neededPorts());
            requireJars();
            if (fresh) {
                data.deleteData();
            }
            data.startNewLogs();
            startAll();
            services.forEach(process -> archives.add(process.name(), programs.get(process.service())));
            up = true;
        } finally {
            if (!up) {
                close();
            }
        }
    }

    /** Returns when all is there that makes the next start quicker than the first. */
    public void awaitArchives() {
        archives.await();
    }

    /** The first instance of a service. */
    public ServiceProcess service(Service service) {
        return services.stream()
                .filter(process -> process.service() == service)
                .findFirst()
                .orElseThrow();
    }

    /** All instances of all services. */
    public List<ServiceProcess> services() {
        return List.copyOf(services);
    }

    /** Starts one more instance of a service, on a free port, and returns when it is healthy. */
    public ServiceProcess startAnother(Service service) {
        ServiceProcess another = launchAnother(service, Map.of());
        another.awaitHealthy();
        return another;
    }

    /** Starts one more instance of a service, on a free port and with variables of its own, and does not wait for it. */
    public ServiceProcess launchAnother(Service service, Map<String, String> environment) {
        long instances =
                services.stream().filter(other -> other.service() == service).count();
        ServiceProcess another =
                newProcess(service.title() + "-" + (instances + 1), service, FreePorts.next(), environment);
        services.add(another);
        another.start();
        return another;
    }

    /** Stops an instance that was started beside the first one. */
    public void stopAnother(ServiceProcess another) {
        another.close();
        services.remove(another);
    }

    public Postgres postgres() {
        return infrastructure.postgres();
    }

    public Broker broker() {
        return infrastructure.broker();
    }

    /** The broker of a stack that is clustered. */
    public RabbitMqCluster brokerCluster() {
        return (RabbitMqCluster) broker();
    }

    /** The PostgreSQL of a stack that is clustered. */
    public PostgresCluster postgresCluster() {
        return (PostgresCluster) postgres();
    }

    public MongoStandIn mongo() {
        return infrastructure.mongo();
    }

    /** What runs now, by name, e.g. {@code postgres}. MongoDB's stand-in is no process of its own. */
    public Map<String, ProcessHandle> processes() {
        return context.records().running();
    }

    /** RabbitMQ's management UI; empty for the embedded broker and one that runs elsewhere. */
    public Optional<URI> managementUri() {
        return infrastructure.managementUri();
    }

    /** Where traces can be looked at, if that was asked for. */
    public Optional<URI> tracesUri() {
        return observers.map(Observers::tracesUri);
    }

    /** What a service of the stack is started from. */
    public ServiceProgram program(Service service) {
        return programs.get(service);
    }

    /** The tokens that the services ask for, if they do. */
    public Optional<Tokens> tokens() {
        return issuer.map(DevelopmentIssuer::tokens);
    }

    /** Where metrics and alerts can be looked at, if that was asked for, and Prometheus is installed. */
    public Optional<URI> prometheusUri() {
        return observers.flatMap(Observers::prometheusUri);
    }

    /** Where Prometheus finds RabbitMQ's metrics; empty where the stack's RabbitMQ has no port for them, or it has none. */
    public Optional<URI> metricsUri() {
        return infrastructure.metricsUri();
    }

    public Path logs() {
        return data.logs();
    }

    /** Stops the services, then what they need, and returns when all have ended. A closed stack cannot be started again. */
    @Override
    public synchronized void close() {
        if (data.isLocked()) {
            context.say("Stopping the services");
        }
        archives.close();
        programs.values().forEach(ServiceProgram::close);
        List<CompletableFuture<Void>> stopping = services.stream()
                .map(service -> CompletableFuture.runAsync(service::close, Startup::inThread))
                .toList();
        stopping.forEach(CompletableFuture::join);
        for (Server server : servers()) {
            if (data.isLocked()) {
                context.say("Stopping %s".formatted(server.title()));
            }
            server.close();
        }
        data.close();
    }

    private List<Server> servers() {
        List<Server> servers = new ArrayList<>(infrastructure.servers());
        observers.ifPresent(some -> servers.addAll(some.servers()));
        issuer.ifPresent(servers::add);
        return servers;
    }

    private Map<Integer, String> neededPorts() {
        Map<Integer, String> owners = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            owners.put(ports.of(service), service.title());
        }
        for (Server server : servers()) {
            server.ports().forEach(port -> owners.put(port, server.title()));
        }
        return owners;
    }

    private void requireJars() {
        for (Service service : Service.values()) {
            JavaProgram.requireBuilt(service.jar(projectRoot));
        }
    }

    private void startAll() {
        Startup startup = new Startup(context);
        servers().forEach(startup::begin);
        services.forEach(process -> startup.begin(process, infrastructure.neededBy(process.service())));
        startup.await();
    }

    private ServiceProcess newProcess(String name, Service service, int port, Map<String, String> ofItsOwn) {
        Map<String, String> environment = environment(service, port);
        environment.putAll(ofItsOwn);
        return new ServiceProcess(name, service, programs.get(service), port, environment, tls, context);
    }

    private Map<String, String> environment(Service service, int port) {
        Map<String, String> environment = infrastructure.environment(service);
        environment.put("MALLOC_ARENA_MAX", "2"); // or glibc keeps what many threads have given back
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        observers.ifPresent(some -> environment.putAll(some.environment()));
        issuer.ifPresent(some -> environment.putAll(some.environment()));
        tls.ifPresent(files -> environment.putAll(files.environment()));
        if (service == Service.GATEWAY) {
            tracesUri()
                    .ifPresent(traces -> environment.put("ORDERFLOW_GATEWAY_CONSOLE_TRACES", traces + "traces/{id}"));
        }
        environment.putAll(extraEnvironment.getOrDefault(service, Map.of()));
        return environment;
    }
}
