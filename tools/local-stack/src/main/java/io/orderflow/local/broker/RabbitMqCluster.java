package io.orderflow.local.broker;

import io.orderflow.local.host.FreePorts;
import io.orderflow.local.process.StackContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three nodes of the RabbitMQ that is installed here, as a cluster; one of them may be lost, and is not started again by itself. Nodes
 * are known by their names, e.g. {@code orderflow_a@localhost}.
 */
public final class RabbitMqCluster implements Broker {

    private static final List<String> TITLES = List.of("orderflow_a", "orderflow_b", "orderflow_c");

    private final Path home;
    private final Epmd epmd;
    private final List<RabbitMqNode> nodes;

    /** @param ports of the first node; the others have free ones, and the same name server */
    public RabbitMqCluster(BrokerPorts ports, StackContext context) {
        StackContext unsupervised = context.unsupervised();
        home = context.data().broker().resolve("rabbitmq");
        epmd = new Epmd(ports.epmd(), context);
        nodes = IntStream.range(0, TITLES.size())
                .mapToObj(index -> new RabbitMqNode(
                        TITLES.get(index), TITLES, index == 0 ? ports : another(ports), home, unsupervised))
                .toList();
    }

    private static BrokerPorts another(BrokerPorts first) {
        return new BrokerPorts(FreePorts.next(), FreePorts.next(), OptionalInt.empty(), FreePorts.next(), first.epmd());
    }

    @Override
    public String title() {
        return "RabbitMQ of three nodes";
    }

    @Override
    public List<Integer> ports() {
        List<Integer> needed = new ArrayList<>(
                nodes.stream().flatMap(node -> node.ownPorts().stream()).toList());
        needed.add(nodes.get(0).ports().epmd());
        return needed;
    }

    @Override
    public Kind kind() {
        return Kind.RABBITMQ;
    }

    /** Of a node that can answer, if one can. */
    @Override
    public int port() {
        return anyThere().ports().amqp();
    }

    /** Of a node that can answer, if one can. */
    @Override
    public Optional<URI> managementUri() {
        return Optional.of(anyThere().managementUri());
    }

    @Override
    public Optional<URI> metricsUri() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> log() {
        return Optional.of(nodes.get(0).log());
    }

    /** Where all of its nodes are, as {@code spring.rabbitmq.addresses} has it. */
    public String addresses() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.ports().amqp()).collect(Collectors.joining(","));
    }

    /** Of all nodes. */
    public List<String> names() {
        return nodes.stream().map(RabbitMqNode::name).toList();
    }

    /** The first one alone where there is no cluster yet: others join it. Later, each waits for others that were there. */
    @Override
    public void start() {
        boolean isNew = !Files.isDirectory(home);
        epmd.start();
        if (isNew) {
            nodes.get(0).launch();
            nodes.get(0).awaitReady();
        }
        nodes.forEach(RabbitMqNode::launch);
        nodes.forEach(RabbitMqNode::awaitReady);
    }

    /** Starts a node, and returns when clients may come. */
    public void start(String name) {
        node(name).launch();
        node(name).awaitReady();
    }

    @Override
    public void stop() {
        nodes.forEach(RabbitMqNode::stop);
        epmd.stop();
    }

    /** Stops a node in an orderly way. */
    public void stop(String name) {
        node(name).stop();
    }

    @Override
    public void kill() {
        nodes.forEach(RabbitMqNode::kill);
    }

    /** kill -9 of a node. */
    public void kill(String name) {
        node(name).kill();
    }

    /** Stops a node as a machine that hangs does: connections to it stay open. */
    public void suspend(String name) {
        node(name).suspend();
    }

    /** Lets it go on, and returns when clients may come. */
    public void resume(String name) {
        node(name).resume();
    }

    /** Cuts a node off from the others, as a network does that fails between them; clients may reach it. */
    public void cutOff(String name) {
        node(name).cutOff();
    }

    /** Undoes {@link #cutOff}, and returns when clients may come. */
    public void reconnect(String name) {
        node(name).reconnect();
    }

    @Override
    public boolean isAlive() {
        return nodes.stream().anyMatch(RabbitMqNode::isAlive);
    }

    @Override
    public void close() {
        nodes.forEach(RabbitMqNode::close);
        epmd.close();
    }

    private RabbitMqNode anyThere() {
        return nodes.stream().filter(RabbitMqNode::isThere).findFirst().orElse(nodes.get(0));
    }

    private RabbitMqNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
