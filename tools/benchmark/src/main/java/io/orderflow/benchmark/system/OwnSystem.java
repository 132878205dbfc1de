package io.orderflow.benchmark.system;

import io.orderflow.benchmark.load.Target;
import io.orderflow.local.LocalStack;
import io.orderflow.local.Ports;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.host.FileTrees;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.host.TcpProxy;
import io.orderflow.local.observe.OtlpReceiver;
import io.orderflow.local.service.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A build, started on ports and data of its own, so that it neither meets nor harms the system that {@code ./run} runs. */
public final class OwnSystem implements AutoCloseable {

    /** The load generator's own process, in which MongoDB's stand-in lives too. */
    public static final String SELF = "benchmark, with MongoDB's stand-in";

    /** The services that have their data in PostgreSQL. */
    public static final List<Service> WITH_POSTGRES = List.of(Service.ORDER_COMMAND, Service.INVENTORY_COMMAND);

    private static final Path ROOT = ProjectRoot.of(OwnSystem.class);
    private static final Path FOLDER = ROOT.resolve("tools/benchmark/target");
    private static final Path PROGRAMS = FOLDER.resolve("programs");

    private final Optional<TcpProxy> wayToPostgres;
    private final LocalStack stack;
    private final double secondsToStart;

    private OwnSystem(LocalStack.Builder builder, Consumer<String> console) {
        this(builder, Ports.free(), Optional.empty(), console);
    }

    private OwnSystem(
            LocalStack.Builder builder, Ports ports, Optional<TcpProxy> wayToPostgres, Consumer<String> console) {
        this.wayToPostgres = wayToPostgres;
        stack = builder.ports(ports).console(console).build();
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
        long begun = System.nanoTime();
        stack.start();
        secondsToStart = (System.nanoTime() - begun) / 1e9;
    }

    /** Those that share programs have their archives made once, and not while one of them is measured. */
    private OwnSystem awaitArchives() {
        stack.awaitArchives();
        return this;
    }

    private static LocalStack.Builder newStack() {
        return LocalStack.in(ROOT).data(FOLDER.resolve("stack"));
    }

    /** Starts as on a machine on which it has never been started, and returns when every service is healthy. */
    public static OwnSystem startForTheFirstTime(Consumer<String> console) {
        FileTrees.delete(PROGRAMS);
        return new OwnSystem(newStack().programs(PROGRAMS).fresh(), console);
    }

    /** Starts as it is started after {@link #startForTheFirstTime} with the data of the run before. */
    public static OwnSystem startForTheSecondTime(Consumer<String> console) {
        return new OwnSystem(newStack().programs(PROGRAMS), console);
    }

    /** Starts with empty databases, and returns when every service is healthy. */
    public static OwnSystem startFresh(Consumer<String> console) {
        return new OwnSystem(newStack().fresh(), console);
    }

    /** Starts with empty databases, and with a gateway that lets a client ask as much as it can. */
    public static OwnSystem startFreshWithoutLimits(Consumer<String> console) {
        return new OwnSystem(
                newStack()
                        .with(Service.GATEWAY, "ORDERFLOW_GATEWAY_RATE_LIMIT_REQUESTS", "10000000")
                        .fresh(),
                console);
    }

    /** Starts this build with the data of the run before, and returns when every service is healthy. */
    public static OwnSystem startAgain(Consumer<String> console) {
        return new OwnSystem(newStack(), console);
    }

    /** Starts this build beside the others with empty databases, with services that ask for tokens. */
    public static OwnSystem startFreshSecured(Consumer<String> console) {
        return new OwnSystem(
                LocalStack.in(ROOT)
                        .data(FOLDER.resolve("stack-secured"))
                        .secured(FreePorts.next())
                        .fresh(),
                console);
    }

    /** Starts this build beside the others with empty databases, with a share of its requests traced, and the traces sent. */
    public static OwnSystem startFreshTraced(double share, Consumer<String> console) {
        OtlpReceiver collector = new OtlpReceiver(FreePorts.next(), spans -> {});
        collector.start();
        LocalStack.Builder builder =
                LocalStack.in(ROOT).data(FOLDER.resolve("stack-traced")).fresh();
        for (Service service : Service.behindTheGateway()) {
            builder.with(
                            service,
                            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                            collector.tracesUri().toString())
                    .with(service, "MANAGEMENT_TRACING_SAMPLING_PROBABILITY", String.valueOf(share));
        }
        return new OwnSystem(builder, console);
    }

    /**
     * Starts the services that are built in another checkout, beside this build and as this one is started: with the same
     * flags, and servers of the same kind.
     */
    public static OwnSystem startFreshFrom(Path checkout, Consumer<String> console) {
        return new OwnSystem(
                LocalStack.in(checkout).data(FOLDER.resolve("stack-other")).fresh(), console);
    }

    /**
     * Starts this build beside others with empty databases, with the work of its processors divided, and with a way to PostgreSQL that
     * can be made {@linkplain #putPostgresAway longer}.
     */
    public static OwnSystem startFreshDivided(int segments, Consumer<String> console) {
        Ports ports = Ports.free();
        TcpProxy way = new TcpProxy(FreePorts.next(), ports.postgres());
        LocalStack.Builder builder = LocalStack.in(ROOT)
                .data(FOLDER.resolve("stack-of-" + segments))
                .programs(PROGRAMS)
                .fresh();
        for (Service service : WITH_POSTGRES) {
            builder.with(
                            service,
                            "SPRING_DATASOURCE_URL",
                            "jdbc:postgresql://127.0.0.1:%s/%s".formatted(way.port(), service.database()))
                    .with(service, "ORDERFLOW_PROCESSORS_SEGMENTS", String.valueOf(segments));
        }
        return new OwnSystem(builder, ports, Optional.of(way), console).awaitArchives();
    }

    /** Starts this build beside others with empty databases, as a cell of several; what dies of it stays dead. */
    public static OwnSystem startFreshCell(int number, Consumer<String> console) {
        return new OwnSystem(
                        LocalStack.in(ROOT)
                                .data(FOLDER.resolve("stack-of-cell-" + number))
                                .programs(PROGRAMS)
                                .unsupervised()
                                .fresh(),
                        console)
                .awaitArchives();
    }

    /** From now on, whatever a service asks PostgreSQL is answered later by so much. For a system that was started for it. */
    public void putPostgresAway(Duration roundTrip) {
        wayToPostgres.orElseThrow().delay(roundTrip.dividedBy(2));
    }

    /** How often the services have asked PostgreSQL and waited, until now. For a system that was started for it. */
    public long roundTripsToPostgres() {
        return wayToPostgres.orElseThrow().roundTrips();
    }

    /** CPU time that a service has used until now, in seconds. */
    public double cpuSecondsOf(Service service) {
        return Usage.secondsOf(Stream.of(
                ProcessHandle.of(stack.service(service).pid().orElseThrow()).orElseThrow()));
    }

    /** CPU time that threads of a service, known by their name, have used until now, in seconds. */
    public double secondsOfThreads(Service service, String name) {
        return Usage.secondsOfThreads(stack.service(service).pid().orElseThrow(), name);
    }

    public Target target() {
        return new Target(
                stack.service(Service.ORDER_COMMAND).uri(),
                stack.service(Service.INVENTORY_COMMAND).uri(),
                stack.service(Service.NOTIFICATION_PROJECTION).uri());
    }

    /** What a request says of who it comes from: an operator, or nothing where nobody asks. */
    public Optional<String> authorization() {
        return stack.tokens()
                .map(tokens -> "Bearer " + tokens.of("operator", "operator").orElseThrow());
    }

    public LocalStack stack() {
        return stack;
    }

    /** From nothing until every service was healthy, the infrastructure included. */
    public double secondsToStart() {
        return secondsToStart;
    }

    public String broker() {
        return stack.broker().kind() == Broker.Kind.RABBITMQ ? "RabbitMQ" : "embedded, as no RabbitMQ is installed";
    }

    /** The event store of a service that has one. */
    public EventStore eventStore(Service service) {
        return new EventStore(stack.postgres(), service);
    }

    /** Stops a service where it is, without its noticing, until it is {@linkplain #wake woken}. */
    public void suspend(Service service) {
        stack.service(service).suspend();
    }

    /** Lets a service go on that was suspended. */
    public void wake(Service service) {
        stack.service(service).resume();
    }

    /** SQL statements of the services until now. */
    public long statements() {
        return WITH_POSTGRES.stream()
                .mapToLong(service -> roundTrips(service).count())
                .sum();
    }

    RoundTrips roundTrips(Service service) {
        return new RoundTrips(stack, service.database());
    }

    /** The CPU time and memory of each process of the system, and of this one. */
    public Map<String, Usage> usage() {
        Map<String, Usage> usage = Usage.of(stack.processes());
        usage.put(SELF, Usage.ofThisProcess());
        return usage;
    }

    /** The CPU time of the system's processes until now, in seconds, without this one. */
    public double systemCpuSeconds() {
        return Usage.secondsOf(stack.processes().values().stream());
    }

    /** CPU time of this process and of all that it has started, those that have ended too. */
    public static double cpuSeconds() {
        return Usage.secondsOf(Stream.of(ProcessHandle.current()));
    }

    @Override
    public void close() {
        stack.close();
        wayToPostgres.ifPresent(TcpProxy::close);
    }
}
