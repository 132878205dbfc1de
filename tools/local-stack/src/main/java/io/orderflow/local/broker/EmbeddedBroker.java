package io.orderflow.local.broker;

import io.orderflow.local.process.JavaProgram;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.ProcessServer;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apache Qpid Broker-J in a JVM of its own, so that it can be killed like any other broker. */
final class EmbeddedBroker extends ProcessServer implements Broker {

    private final int port;

    EmbeddedBroker(int port, StackContext context) {
        super(new ManagedProcess(
                "embedded-broker",
                new ManagedProcess.Launch(command(port, context), Map.of(), StopSignal.TERM),
                () -> AmqpProbe.isReady(port),
                context));
        this.port = port;
    }

    private static List<String> command(int port, StackContext context) {
        List<String> properties = List.of(
                "-Dqpid.amqp_port=" + port,
                "-Dqpid.work_dir=" + context.data().broker().resolve("embedded"));
        return JavaProgram.broker(EmbeddedBrokerMain.class, properties);
    }

    @Override
    public String title() {
        return "Embedded broker (Apache Qpid)";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public Kind kind() {
        return Kind.EMBEDDED;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Optional<URI> managementUri() {
        return Optional.empty();
    }

    @Override
    public Optional<URI> metricsUri() {
        return Optional.empty();
    }
}
