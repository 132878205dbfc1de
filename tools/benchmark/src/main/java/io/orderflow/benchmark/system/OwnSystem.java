package io.orderflow.benchmark.system;

import io.orderflow.benchmark.load.Target;
import io.orderflow.local.LocalStack;
import io.orderflow.local.Ports;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.service.Service;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** A build, started on ports and data of its own, so that it neither meets nor harms the system that {@code ./run} runs. */
public final class OwnSystem implements AutoCloseable {

    /** The load generator's own process, in which MongoDB's stand-in lives too. */
    public static final String SELF = "benchmark, with MongoDB's stand-in";

    private static final Path ROOT = ProjectRoot.of(OwnSystem.class);
    private static final String DATA = "stack";

    private final LocalStack stack;
    private final double secondsToStart;

    private OwnSystem(Path checkout, String data, Consumer<String> console, boolean fresh) {
        LocalStack.Builder builder = LocalStack.in(checkout)
                .data(ROOT.resolve("tools/benchmark/target").resolve(data))
                .ports(Ports.free())
                .console(console);
        stack = (fresh ? builder.fresh() : builder).build();
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
        long begun = System.nanoTime();
        stack.start();
        secondsToStart = (System.nanoTime() - begun) / 1e9;
    }

    /** Starts this build with empty databases, and returns when every service is healthy. */
    public static OwnSystem startFresh(Consumer<String> console) {
        return new OwnSystem(ROOT, DATA, console, true);
    }

    /** Starts this build with the data of the run before, and returns when every service is healthy. */
    public static OwnSystem startAgain(Consumer<String> console) {
        return new OwnSystem(ROOT, DATA, console, false);
    }

    /**
     * Starts the services that are built in another checkout, beside this build and as this one is started: with the same
     * flags, and servers of the same kind.
     */
    public static OwnSystem startFreshFrom(Path checkout, Consumer<String> console) {
        return new OwnSystem(checkout, DATA + "-other", console, true);
    }

    public Target target() {
        return new Target(
                stack.service(Service.ORDER_COMMAND).uri(),
                stack.service(Service.INVENTORY_COMMAND).uri(),
                stack.service(Service.NOTIFICATION_PROJECTION).uri());
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

    RoundTrips roundTrips(Service service) {
        return new RoundTrips(stack, service.database());
    }

    /** The CPU time and memory of each process of the system, and of this one. */
    public Map<String, Usage> usage() {
        Map<String, Usage> usage = Usage.of(stack.processes());
        usage.put(SELF, Usage.ofThisProcess());
        return usage;
    }

    /** The CPU time of all processes of the system until now, in seconds, without this one. */
    public double cpuSeconds() {
        return Usage.of(stack.processes()).values().stream()
                .mapToDouble(Usage::seconds)
                .sum();
    }

    @Override
    public void close() {
        stack.close();
    }
}
