package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.context.TestPropertySource;

/** Clients that connect and then take their time, more of them than there are threads. */
@Timeout(120)
@TestPropertySource(properties = "server.tomcat.connection-timeout=5s")
class SlowClientsTest extends GatewayTest {

    private static final int MORE_THAN_THREADS = 250;
    private static final int VERY_MANY = 5_000;

    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void halfAHeaderKeepsNobodyWaiting_andIsGivenUp() throws Exception {
        connect(MORE_THAN_THREADS, "GET /orders HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

        assertOthersAreServed();
        for (Socket socket : slow) {
            socket.getInputStream().readAllBytes(); // what is not given up never ends
        }
        assertThat(ORDERS.received()).hasSize(1);
    }

    @Test
    void halfABodyKeepsNobodyWaiting_andIsGivenUp() throws Exception {
        connect(
                MORE_THAN_THREADS,
                "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n{\"product_id\":");

        assertOthersAreServed();
        List<String> answers = new ArrayList<>();
        for (Socket socket : slow) {
            answers.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).substring(9, 12));
        }
        assertThat(answers).containsOnly("408", "503").contains("408", "503");
        assertThat(ORDERS.received()).hasSize(1);
    }

    @Test
    void whoSaysNothingAtAllKeepsNobodyWaiting() throws Exception {
        assumeThat(openFiles()).as("files that may be open").isGreaterThan(2 * VERY_MANY + 1_000);
        connect(VERY_MANY, "");

        assertOthersAreServed();
        assertThat(slow.get(VERY_MANY - 1).getInputStream().readAllBytes()).isEmpty();
    }

    /** Before the first of the slow ones is given up: it would be answered then. */
    private void assertOthersAreServed() throws Exception {
        assertThat(get("/orders").statusCode()).isEqualTo(200);
        assertThat(slow.get(0).getInputStream().available()).isZero();
    }

    private void connect(int clients, String begin) throws IOException {
        for (int client = 0; client < clients; client++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
            slow.add(socket);
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : 0;
    }
}
