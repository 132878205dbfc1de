package io.orderflow.local.broker;

import io.orderflow.local.process.JavaProgram;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apache Qpid Broker-J in a JVM of its own, so that it can be killed like any other broker. */
final class EmbeddedBroker implements Broker {

    private final int port;
    private final ManagedProcess process;

    EmbeddedBroker(int port, StackContext context) {
        this.port = port;
        List<String> properties = List.of(
                "-Dqpid.amqp_port=" + port,
                "-Dqpid.work_dir=" + context.data().broker().resolve("embedded"));
        this.process = new ManagedProcess(
                "embedded-broker",
                new ManagedProcess.Launch(
                        JavaProgram.broker(EmbeddedBrokerMain.class, properties), Map.of(), StopSignal.TERM),
                () -> AmqpProbe.isReady(port),
                context);
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

    @Override
    public Optional<Path> log() {
        return Optional.of(process.log());
    }

    @Override
    public void start() {
        process.start();
        process.awaitReady();
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
