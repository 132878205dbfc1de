package io.orderflow.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Where everything listens, always on 127.0.0.1. All ports are below 32768: above, the operating system hands them to
 * outgoing connections, and one of those may hold the port at the moment its owner comes back from a restart.
 */
public record Ports(
        int orderCommand,
        int inventoryCommand,
        int notificationProjection,
        int postgres,
        int amqp,
        int management,
        int mongo,
        int erlangDistribution,
        int epmd) {

    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_767;
    private static final Set<Integer> GIVEN_AWAY = ConcurrentHashMap.newKeySet();

    /** The ports that users know: 8001 to 8003 for the services, 5672 and 15672 for RabbitMQ, and so on. */
    public static Ports standard() {
        return new Ports(8001, 8002, 8003, 15432, 5672, 15672, 27017, 25672, 24369);
    }

    /** Free ports chosen at random, so that several stacks can run side by side. */
    public static Ports free() {
        return new Ports(
                anyFree(), anyFree(), anyFree(), anyFree(), anyFree(), anyFree(), anyFree(), anyFree(), anyFree());
    }

    /** One free port, never the same twice. */
    public static int anyFree() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (GIVEN_AWAY.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    public int of(Service service) {
        return switch (service) {
            case ORDER_COMMAND -> orderCommand;
            case INVENTORY_COMMAND -> inventoryCommand;
            case NOTIFICATION_PROJECTION -> notificationProjection;
        };
    }

    /** Throws a {@link StackException} that names every port that something else listens on and who needs it. */
    static void requireFree(Map<Integer, String> ownerByPort) {
        String taken = ownerByPort.entrySet().stream()
                .filter(entry -> !isFree(entry.getKey()))
                .map(entry -> "Port %d is taken, %s needs it.".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(System.lineSeparator()));
        if (!taken.isEmpty()) {
            throw new StackException(taken + System.lineSeparator()
                    + "Stop what listens there (ss -ltnp or lsof -iTCP -sTCP:LISTEN shows it) and try again.");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
