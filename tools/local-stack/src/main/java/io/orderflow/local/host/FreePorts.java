package io.orderflow.local.host;

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
 * Ports of 127.0.0.1 on which nothing listens. They are below 32768: above, the operating system hands them to outgoing
 * connections, and one of those may hold the port at the moment its owner comes back from a restart.
 */
public final class FreePorts {

    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_767;
    private static final Set<Integer> GIVEN_AWAY = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** One free port, never the same twice. */
    public static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (GIVEN_AWAY.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    /** Throws a {@link StackException} that names every port that something else listens on and who needs it. */
    public static void require(Map<Integer, String> ownerByPort) {
        String taken = ownerByPort.entrySet().stream()
                .filter(entry -> !isFree(entry.getKey()))
                .map(entry -> "Port %s is taken, %s needs it.".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(System.lineSeparator()));
        if (!taken.isEmpty()) {
            throw new StackException(taken + System.lineSeparator()
                    + "Stop what listens there (ss -ltnp or lsof -iTCP -sTCP:LISTEN shows it) and try again.");
        }
    }

    /** Whether nobody listens there now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
