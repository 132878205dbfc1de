package io.orderflow.local.broker;

import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;

/** Erlang's name server. RabbitMQ would start it as a daemon that outlives everything. */
final class Epmd {

    private final ManagedProcess process;

    Epmd(int port, StackContext context) {
        process = new ManagedProcess(
                "epmd",
                new ManagedProcess.Launch(
                        List.of("epmd", "-port", String.valueOf(port), "-address", "127.0.0.1"),
                        Map.of(),
                        StopSignal.TERM),
                () -> listens(port),
                context);
    }

    void start() {
        process.start();
        process.awaitReady();
    }

    void stop() {
        process.stop();
    }

    void close() {
        process.close();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
