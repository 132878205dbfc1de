package io.orderflow.system.driver;

import io.orderflow.local.LocalStack;
import io.orderflow.local.Ports;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.host.TcpProxy;
import io.orderflow.local.service.Service;
import io.orderflow.system.broker.Rabbit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the client of a system that is started with the first test and stopped after the last. With {@code -Dsecured} its
 * services ask for tokens; {@code -Dservices.with=NAME=value,...} gives all of them these variables of the environment.
 */
public final class RunningSystem implements ParameterResolver {

    /** Short, as tests wait for it; longer than the faults of the same form keep answers from where nobody sees it. */
    public static final String ANSWER_TIMEOUT_SECONDS = "long".equals(System.getProperty("faults")) ? "30" : "12";

    /** Flags of a JVM that does not live long enough for the second compiler. */
    public static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1";

    /** Where the stack keeps its data. */
    public static Path data() {
        return root().resolve("system-tests/target").resolve(System.getProperty("stack", "stack"));
    }

    /** For services that are started and killed again and again. */
    public static void forShortLives(LocalStack.Builder builder) {
        for (Service service : Service.values()) {
            builder.with(service, "JAVA_TOOL_OPTIONS", SHORT_LIFE);
        }
    }

    /**
     * Starts a system. What is killed and started all the time starts from an archive of its classes. The first JVM of these tests makes
     * them before its tests, as beside them it would take minutes; the others wait, and start from them.
     */
    public static void startInTurn(LocalStack stack) {
        try (FileChannel turn = FileChannel.open(
                root().resolve("system-tests/target/start.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            turn.lock();
            stack.start();
            stack.awaitArchives();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        return ProjectRoot.of(RunningSystem.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Orderflow.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Failsafe's JVMs are given one class after the other, each as a run of its own within one session.
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL)
                .computeIfAbsent(Running.class, type -> new Running(), Running.class)
                .client;
    }

    private static final class Running implements AutoCloseable {

        private final TcpProxy brokerProxy;
        private final TraceCollector traces = new TraceCollector(FreePorts.next());
        private final LocalStack stack;
        private final Orderflow client;

        Running() {
            if (Boolean.parseBoolean(System.getenv("CI")) && Broker.Kind.preferred() != Broker.Kind.RABBITMQ) {
                throw new IllegalStateException("In CI these tests are to meet a real RabbitMQ, but none is installed");
            }
            Ports ports = Ports.free().withBrokerMetrics(FreePorts.next());
            brokerProxy = new TcpProxy(FreePorts.next(), ports.broker().amqp());
            LocalStack.Builder builder = LocalStack.in(root())
                    .data(data())
                    .ports(ports)
                    .externalServers(Orderflow.mongoElsewhere())
                    .with(Service.ORDER_COMMAND, "ORDERFLOW_FULFILMENT_ANSWER_TIMEOUT", ANSWER_TIMEOUT_SECONDS + "s")
                    .console(System.out::println)
                    .fresh();
            forShortLives(builder);
            for (Service service : Service.behindTheGateway()) {
                builder.with(service, "SPRING_RABBITMQ_PORT", String.valueOf(brokerProxy.port()));
                traces.environment().forEach((variable, value) -> builder.with(service, variable, value));
                asked().forEach(variable -> builder.with(service, variable[0], variable[1]));
            }
            if (System.getProperty("secured") != null) {
                builder.secured(FreePorts.next());
            }
            traces.start();
            stack = builder.build();
            startInTurn(stack);
            client = new Orderflow(stack, brokerProxy, traces);
            sayWhichBroker();
        }

        private static Stream<String[]> asked() {
            return Stream.of(System.getProperty("services.with", "").split(","))
                    .filter(variable -> !variable.isEmpty())
                    .map(variable -> variable.split("=", 2));
        }

        private void sayWhichBroker() {
            try (Rabbit broker = new Rabbit(stack)) {
                System.out.println("These tests meet " + broker.product());
            } catch (IOException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            stack.close();
            traces.stop();
            brokerProxy.close();
        }
    }
}
