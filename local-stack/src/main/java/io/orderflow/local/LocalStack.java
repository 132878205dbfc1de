package io.orderflow.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The three packaged services and the infrastructure that they need, each as a process of its own on this machine.
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

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path projectRoot;
    private final Ports ports;
    private final boolean fresh;
    private final Elsewhere elsewhere;
    private final Map<Service, Map<String, String>> extraEnvironment;
    private final DataFolder data;
    private final StackContext context;

    private final Postgres postgres;
    private final Broker broker;
    private final MongoStandIn mongo;
    private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();

    private LocalStack(Builder builder) {
        projectRoot = builder.projectRoot;
        ports = builder.ports;
        fresh = builder.fresh;
        elsewhere = new Elsewhere(builder.elsewhere);
        extraEnvironment = new EnumMap<>(builder.extraEnvironment);
        data = new DataFolder(builder.data);
        context = new StackContext(data, new ProcessRecords(data.pids()), builder.console, builder.supervised);
        postgres = elsewhere.hasPostgres()
                ? null
                : new Postgres(ports.postgres(), new PostgresPrograms(builder.programs), context);
        broker = elsewhere.hasBroker() ? null : broker(builder.brokerKind);
        mongo = elsewhere.hasMongo() ? null : new MongoStandIn(ports.mongo(), data);
        for (Service service : Service.values()) {
            services.add(newProcess(service.title(), service, ports.of(service)));
        }
    }

    /** A stack of the services that are built in this project. */
    public static Builder in(Path projectRoot) {
        return new Builder(projectRoot.toAbsolutePath().normalize());
    }

    /** How a stack shall be; what is not said is as for {@code ./run}, but silent. */
    public static final class Builder {
        private final Path projectRoot;
        private final Path programs;
        private Path data;
        private Ports ports = Ports.standard();
        private Broker.Kind brokerKind = RabbitMq.isInstalled() ? Broker.Kind.RABBITMQ : Broker.Kind.EMBEDDED;
        private Consumer<String> console = line -> {};
        private Map<String, String> elsewhere = Map.of();
        private final Map<Service, Map<String, String>> extraEnvironment = new EnumMap<>(Service.class);
        private boolean fresh;
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
        public Builder elsewhere(Map<String, String> environment) {
            elsewhere = Map.copyOf(environment);
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
            context.records().stopLeftovers(context.console());
            Ports.requireFree(neededPorts());
            requireJars();
            if (fresh) {
                data.deleteData();
            }
            data.startNewLogs();
            await(startAll());
            up = true;
        } finally {
            if (!up) {
                close();
            }
        }
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
        long instances =
                services.stream().filter(other -> other.service() == service).count();
        ServiceProcess another = newProcess(service.title() + "-" + (instances + 1), service, Ports.anyFree());
        services.add(another);
        another.start();
        another.awaitHealthy();
        return another;
    }

    /** Stops an instance that {@link #startAnother} started. */
    public void stopAnother(ServiceProcess another) {
        another.close();
        services.remove(another);
    }

    public Postgres postgres() {
        return own(postgres, "PostgreSQL");
    }

    public Broker broker() {
        return own(broker, "broker");
    }

    public MongoStandIn mongo() {
        return own(mongo, "MongoDB");
    }

    public Ports ports() {
        return ports;
    }

    /** What runs now, by name, e.g. {@code postgres}. MongoDB's stand-in is no process of its own. */
    public Map<String, ProcessHandle> processes() {
        return context.records().running();
    }

    /** RabbitMQ's management UI; empty for the embedded broker and one that runs elsewhere. */
    public Optional<URI> managementUri() {
        return broker == null || broker.managementPort().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        URI.create("http://localhost:" + broker.managementPort().getAsInt()));
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
        List<CompletableFuture<Void>> stopping = services.stream()
                .map(service -> CompletableFuture.runAsync(service::close, LocalStack::inThread))
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

    private Broker broker(Broker.Kind kind) {
        return kind == Broker.Kind.RABBITMQ ? new RabbitMq(ports, context) : new EmbeddedBroker(ports.amqp(), context);
    }

    /** In the order in which they are stopped. */
    private List<Server> servers() {
        return Stream.of(broker, mongo, postgres).filter(Objects::nonNull).toList();
    }

    private static <T> T own(T server, String title) {
        return Optional.ofNullable(server)
                .orElseThrow(() -> new IllegalStateException("This stack uses a " + title + " that runs elsewhere"));
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
            Path jar = service.jar(projectRoot);
            if (!Files.exists(jar)) {
                throw new StackException("%s is missing: build the project first (./mvnw package)".formatted(jar));
            }
        }
    }

    private Map<String, CompletableFuture<Void>> startAll() {
        Map<String, CompletableFuture<Void>> parts = new LinkedHashMap<>();
        Map<Server, CompletableFuture<Void>> started = new HashMap<>();
        for (Server server : servers()) {
            CompletableFuture<Void> done = CompletableFuture.runAsync(() -> startServer(server), LocalStack::inThread);
            started.put(server, done);
            parts.put(server.title(), done);
        }
        for (ServiceProcess service : services) {
            Server database = service.service().keepsDataInMongo() ? mongo : postgres;
            CompletableFuture<?>[] needs = Stream.of(broker, database)
                    .map(started::get)
                    .filter(Objects::nonNull)
                    .toArray(CompletableFuture<?>[]::new);
            parts.put(
                    service.name(),
                    CompletableFuture.allOf(needs).thenRunAsync(() -> startService(service), LocalStack::inThread));
        }
        return parts;
    }

    private void startServer(Server server) {
        long begun = System.nanoTime();
        server.start();
        context.say("%s started in %s".formatted(server.title(), Stopwatch.seconds(begun)));
    }

    private void startService(ServiceProcess service) {
        long begun = System.nanoTime();
        service.start();
        service.awaitHealthy();
        context.say("%s healthy after %s".formatted(service.name(), Stopwatch.seconds(begun)));
    }

    /** Waits for all parts, or for the first that fails, and shows meanwhile that it goes on. */
    private void await(Map<String, CompletableFuture<Void>> parts) {
        long begun = System.nanoTime();
        long lastSign = begun;
        while (parts.values().stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
            List<String> missing = parts.entrySet().stream()
                    .filter(part -> !part.getValue().isDone())
                    .map(Map.Entry::getKey)
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - lastSign > SIGN_OF_LIFE.toNanos()) {
                lastSign = System.nanoTime();
                context.say(
                        "  ... waiting for %s (%s)".formatted(String.join(", ", missing), Stopwatch.seconds(begun)));
            }
            Pause.of(POLL);
        }
        throw reason(parts.values());
    }

    private static RuntimeException reason(Collection<CompletableFuture<Void>> parts) {
        try {
            parts.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(CompletableFuture::join);
            throw new IllegalStateException("No part has failed");
        } catch (CompletionException e) {
            return e.getCause() instanceof StackException reason ? reason : e;
        }
    }

    private ServiceProcess newProcess(String name, Service service, int port) {
        return new ServiceProcess(name, service, service.jar(projectRoot), port, environment(service, port), context);
    }

    private Map<String, String> environment(Service service, int port) {
        Map<String, String> environment = new TreeMap<>(elsewhere.environment());
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        if (broker != null) {
            environment.put("SPRING_RABBITMQ_HOST", "127.0.0.1");
            environment.put("SPRING_RABBITMQ_PORT", String.valueOf(broker.port()));
            environment.put("SPRING_RABBITMQ_USERNAME", Broker.USER);
            environment.put("SPRING_RABBITMQ_PASSWORD", Broker.PASSWORD);
            environment.put("SPRING_RABBITMQ_ADDRESSES", ""); // it would win over host and port
        }
        if (service.keepsDataInMongo()) {
            if (mongo != null) {
                environment.put("SPRING_MONGODB_URI", mongo.uri(service.database()));
            }
        } else if (postgres != null) {
            environment.put("SPRING_DATASOURCE_URL", postgres.jdbcUrl(service.database()));
            environment.put("SPRING_DATASOURCE_USERNAME", Postgres.USER);
            environment.put("SPRING_DATASOURCE_PASSWORD", Postgres.PASSWORD);
        } else {
            environment.put("SPRING_DATASOURCE_URL", elsewhere.jdbcUrl(service.database()));
        }
        environment.putAll(extraEnvironment.getOrDefault(service, Map.of()));
        return environment;
    }

    private static void inThread(Runnable task) {
        Thread thread = new Thread(task, "local-stack");
        thread.setDaemon(true);
        thread.start();
    }
}
