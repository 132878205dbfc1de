package io.orderflow.local;

import io.orderflow.local.broker.BrokerPorts;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.service.Service;

/** Where everything listens, always on 127.0.0.1. */
public record Ports(
        int gateway,
        int orderCommand,
        int inventoryCommand,
        int notificationProjection,
        int postgres,
        int mongo,
        BrokerPorts broker) {

    /** The ports that users know: 8000 for the gateway, 8001 to 8003 for what is behind it, 5672 and 15672 for RabbitMQ, and so on. */
    public static Ports standard() {
        return new Ports(8000, 8001, 8002, 8003, 15432, 27017, BrokerPorts.standard());
    }

    /** Free ports chosen at random, so that several stacks can run side by side. */
    public static Ports free() {
        return new Ports(
                FreePorts.next(),
                FreePorts.next(),
                FreePorts.next(),
                FreePorts.next(),
                FreePorts.next(),
                FreePorts.next(),
                BrokerPorts.free());
    }

    /** The same, and a port for RabbitMQ's metrics. */
    public Ports withBrokerMetrics(int port) {
        return new Ports(
                gateway,
                orderCommand,
                inventoryCommand,
                notificationProjection,
                postgres,
                mongo,
                broker.withMetrics(port));
    }

    public int of(Service service) {
        return switch (service) {
            case GATEWAY -> gateway;
            case ORDER_COMMAND -> orderCommand;
            case INVENTORY_COMMAND -> inventoryCommand;
            case NOTIFICATION_PROJECTION -> notificationProjection;
        };
    }
}
