package io.orderflow.local.broker;

import io.orderflow.local.host.Server;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.tls.TlsFiles;
import java.net.URI;
import java.util.Optional;

/** The AMQP broker; durable: what it confirmed is there after {@link #stop()}, {@link #kill()} and {@link #start()}. */
public interface Broker extends Server {

    /** What broker it is. */
    enum Kind {
        /** A private instance of the RabbitMQ that is installed on this machine. */
        RABBITMQ,
        /** Apache Qpid Broker-J: AMQP 0-9-1 for machines without RabbitMQ. */
        EMBEDDED;

        /** RabbitMQ where it is installed, and the embedded broker elsewhere. */
        public static Kind preferred() {
            return RabbitMqNode.isInstalled() ? RABBITMQ : EMBEDDED;
        }
    }

    String USER = "admin";
    String PASSWORD = "admin";

    /** The broker of a stack, which is not started yet. */
    static Broker of(Kind kind, BrokerPorts ports, StackContext context) {
        return switch (kind) {
            case RABBITMQ -> new RabbitMq(ports, Optional.empty(), context);
            case EMBEDDED -> new EmbeddedBroker(ports.amqp(), context);
        };
    }

    /** RabbitMQ that talks by TLS alone, and asks for another password; the embedded broker cannot. */
    static Broker of(BrokerPorts ports, TlsFiles tls, StackContext context) {
        return new RabbitMq(ports, Optional.of(tls), context);
    }

    Kind kind();

    /** The port for AMQP on 127.0.0.1. */
    int port();

    /** RabbitMQ's management UI, which has its HTTP API under {@code /api}; empty where there is none. */
    Optional<URI> managementUri();

    /** Where Prometheus finds RabbitMQ's metrics, under {@code /metrics}; empty where it has no port for them. */
    Optional<URI> metricsUri();

    /** kill -9. */
    void kill();

    boolean isAlive();
}
