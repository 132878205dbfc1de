package io.orderflow.local.broker;

import io.orderflow.local.process.StackContext;
import io.orderflow.local.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A private instance of the RabbitMQ that is installed here. */
final class RabbitMq implements Broker {

    private final Epmd epmd;
    private final RabbitMqNode node;

    /** @param tls present where it is to talk by TLS alone */
    RabbitMq(BrokerPorts ports, Optional<TlsFiles> tls, StackContext context) {
        this.epmd = new Epmd(ports.epmd(), context);
        this.node = new RabbitMqNode(ports, context.data().broker().resolve("rabbitmq"), tls, context);
    }

    @Override
    public String title() {
        return "RabbitMQ";
    }

    @Override
    public List<Integer> ports() {
        List<Integer> needed = new ArrayList<>(node.ownPorts());
        needed.add(node.ports().epmd());
        return needed;
    }

    @Override
    public Kind kind() {
        return Kind.RABBITMQ;
    }

    @Override
    public int port() {
        return node.ports().amqp();
    }

    @Override
    public Optional<URI> managementUri() {
        return Optional.of(node.managementUri());
    }

    @Override
    public Optional<URI> metricsUri() {
        return node.ports().metrics().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        URI.create("http://127.0.0.1:" + node.ports().metrics().getAsInt()));
    }

    @Override
    public Optional<Path> log() {
        return Optional.of(node.log());
    }

    @Override
    public void start() {
        epmd.start();
        node.launch();
        node.awaitReady();
    }

    @Override
    public void stop() {
        node.stop();
        epmd.stop();
    }

    @Override
    public void kill() {
        node.kill();
    }

    @Override
    public boolean isAlive() {
        return node.isAlive();
    }

    @Override
    public void close() {
        node.close();
        epmd.close();
    }
}
