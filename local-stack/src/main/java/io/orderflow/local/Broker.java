package io.orderflow.local;

import java.util.OptionalInt;

/** The AMQP broker; durable: what it confirmed is there after {@link #stop()}, {@link #kill()} and {@link #start()}. */
public interface Broker extends Server {

    enum Kind {
        /** A private instance of the RabbitMQ that is installed on this machine. */
        RABBITMQ,
        /** Apache Qpid Broker-J: AMQP 0-9-1 for machines without RabbitMQ. */
        EMBEDDED
    }

    String USER = "admin";
    String PASSWORD = "admin";

    Kind kind();

    /** The port for AMQP on 127.0.0.1. */
    int port();

    /** The port of RabbitMQ's management UI and HTTP API; empty where there is none. */
    OptionalInt managementPort();

    /** kill -9. */
    void kill();

    boolean isAlive();
}
