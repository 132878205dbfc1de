package io.orderflow.local.broker;

import io.orderflow.local.host.FreePorts;
import java.util.OptionalInt;

/**
 * Where the broker listens, on 127.0.0.1.
 *
 * @param management RabbitMQ's management UI and HTTP API
 * @param metrics RabbitMQ's metrics, for Prometheus; empty where nobody wants them, as they make its start longer
 * @param erlangDistribution what RabbitMQ's own command line tools connect to
 * @param epmd Erlang's name server, which RabbitMQ needs
 */
public record BrokerPorts(int amqp, int management, OptionalInt metrics, int erlangDistribution, int epmd) {

    /** The ports that users of RabbitMQ know, but for that of the name server, which a system-wide RabbitMQ may have. */
    public static BrokerPorts standard() {
        return new BrokerPorts(5672, 15672, OptionalInt.empty(), 25672, 24369);
    }

    /** Free ports chosen at random. */
    public static BrokerPorts free() {
        return new BrokerPorts(
                FreePorts.next(), FreePorts.next(), OptionalInt.empty(), FreePorts.next(), FreePorts.next());
    }

    /** The same, and a port for RabbitMQ's metrics. */
    public BrokerPorts withMetrics(int port) {
        return new BrokerPorts(amqp, management, OptionalInt.of(port), erlangDistribution, epmd);
    }
}
