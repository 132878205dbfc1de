package io.orderflow.projection.weather;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;

/** A real broker, Apache Qpid, that keeps everything in memory. */
final class Broker implements Closeable {

    private final SystemLauncher launcher = new SystemLauncher();
    private final int port = freePort();

    /** Starts the broker, and returns when it takes connections. */
    Broker() throws Exception { // as Qpid declares
        launcher.startup(Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                Broker.class.getResource("/weather/broker.json").toExternalForm(),
                "context",
                Map.of("weather.broker.port", String.valueOf(port)),
                "startupLoggedToSystemOut",
                false));
    }

    int port() {
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        launcher.shutdown();
    }
}
