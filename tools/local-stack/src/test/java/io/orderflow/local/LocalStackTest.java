package io.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.broker.Broker;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.host.StackException;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.service.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack's own promises, kept with stand-ins for the services. */
class LocalStackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Nobody connects to these: the stand-ins need no database. */
    private static final Map<String, String> DATABASES_ELSEWHERE = Map.of(
            "SPRING_DATASOURCE_URL", "jdbc:postgresql://db.example/", "SPRING_MONGODB_URI", "mongodb://db.example/x");

    @TempDir
    private Path project;

    private final Ports ports = Ports.free();
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final Set<ProcessHandle> before = children();
    private LocalStack stack;

    @BeforeEach
    void build() throws IOException {
        SampleService.packageAll(project);
        stack = stack().build();
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void allIsUpAfterTheStartAndNothingIsLeftAfterTheEnd() {
        stack.start();

        assertThat(stack.services()).allMatch(ManagedProcess::isAlive).hasSize(4);
        assertThat(stack.broker().isAlive()).isTrue();
        assertThat(console).anyMatch(line -> line.startsWith("Embedded broker (Apache Qpid) started in "));
        assertThat(console).anyMatch(line -> line.startsWith("order-command healthy after "));
        assertThat(Files.exists(stack.logs().resolve("order-command.log"))).isTrue();

        stack.close();

        assertNothingIsLeft();
    }

    @Test
    void aServiceThatDiesComesBackAndThatIsSaid() {
        stack.start();

        stack.service(Service.ORDER_COMMAND).kill();

        await().atMost(PATIENCE)
                .until(() -> console.stream().anyMatch(line -> line.startsWith("order-command is back after ")));
        assertThat(console).anyMatch(line -> line.startsWith("order-command ended with exit code 137"));
    }

    @Test
    void aStartThatFailsHalfWayLeavesNothing() throws IOException {
        SampleService.breakPackage(project, Service.NOTIFICATION_PROJECTION);
        stack = stack().unsupervised().build();

        assertThatThrownBy(stack::start)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("notification-projection ended with exit code 1 before it was ready.")
                .hasMessageContaining("notification-projection.log");
        assertNothingIsLeft();
    }

    @Test
    void aStartThatIsBrokenOffLeavesNothing() {
        CompletableFuture<Void> start = CompletableFuture.runAsync(stack::start);
        await().atMost(PATIENCE).until(() -> !newChildren().isEmpty());

        stack.close();

        assertThat(start).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(StackException.class);
        assertNothingIsLeft();
    }

    @Test
    void aTakenPortIsNamedAndNothingIsStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(ports.inventoryCommand(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(stack::start)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("Port %s is taken, inventory-command needs it.", ports.inventoryCommand());
            assertThat(taken.isClosed()).isFalse();
        }
        assertNothingIsLeft();
    }

    @Test
    void aServiceThatIsNotBuiltIsNamed() throws IOException {
        Path jar = Service.ORDER_COMMAND.jar(project);
        Files.delete(jar);

        assertThatThrownBy(stack::start)
                .isInstanceOf(StackException.class)
                .hasMessageContaining(jar + " is missing: build the project first");
    }

    @Test
    void aSecondStackOnTheSameDataIsRefusedAndTheFirstGoesOn() {
        stack.start();
        try (LocalStack second = stack().ports(Ports.free()).build()) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("Orderflow already runs on")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
        assertThat(stack.services()).allMatch(ManagedProcess::isAlive);
    }

    @Test
    void freshDeletesWhatEarlierRunsKept() throws IOException {
        Path kept = Files.createDirectories(data().resolve("postgres")).resolve("some-table");
        Path log = Files.createDirectories(data().resolve("logs")).resolve("order-command.log");
        Files.writeString(kept, "rows");
        Files.writeString(log, "lines of an earlier run");

        stack().fresh().build().close();
        assertThat(kept).as("untouched by a stack that is not started").exists();
        stack = stack().fresh().build();
        stack.start();

        assertThat(kept).doesNotExist();
        assertThat(log).content().doesNotContain("earlier run");
    }

    @Test
    void withoutFreshWhatEarlierRunsKeptStays() throws IOException {
        Path kept = Files.createDirectories(data().resolve("postgres")).resolve("some-table");
        Path log = Files.createDirectories(data().resolve("logs")).resolve("order-command.log");
        Files.writeString(kept, "rows");
        Files.writeString(log, "lines of an earlier run");

        stack.start();

        assertThat(kept).exists();
        assertThat(log.resolveSibling("order-command.previous.log")).content().contains("earlier run");
    }

    private LocalStack.Builder stack() {
        return LocalStack.in(project)
                .data(data())
                .ports(ports)
                .broker(Broker.Kind.EMBEDDED)
                .externalServers(DATABASES_ELSEWHERE)
                .console(console::add);
    }

    private Path data() {
        return project.resolve("data");
    }

    private void assertNothingIsLeft() {
        assertThat(newChildren()).isEmpty();
        // A process is forgotten by the thread that watches it, after its end.
        await().untilAsserted(() -> assertThat(data().resolve("pids"))
                .satisfiesAnyOf(
                        pids -> assertThat(pids).doesNotExist(),
                        pids -> assertThat(pids).isEmptyDirectory()));
        assertThatCode(() -> FreePorts.require(
                        Stream.of(Service.values()).collect(Collectors.toMap(ports::of, Service::title))))
                .doesNotThrowAnyException();
        assertThatCode(() -> FreePorts.require(Map.of(ports.broker().amqp(), "broker")))
                .doesNotThrowAnyException();
    }

    private Set<ProcessHandle> newChildren() {
        Set<ProcessHandle> children = children();
        children.removeAll(before);
        return children;
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().descendants().collect(Collectors.toSet());
    }
}
