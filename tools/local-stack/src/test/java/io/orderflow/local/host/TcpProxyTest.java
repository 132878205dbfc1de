package io.orderflow.local.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In front of a server that sends back what it gets. */
class TcpProxyTest {

    private static final Duration DELAY = Duration.ofMillis(150);

    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        proxy = new TcpProxy(FreePorts.next(), server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void whatIsSentComesBackAsItIsHoweverMuch() throws Exception {
        byte[] sent = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(sent);
        proxy.delay(Duration.ofMillis(5));
        try (Socket client = connect()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, sent));

            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            sending.join();
        }
    }

    @Test
    void anAnswerIsLaterByTheDelayOfBothDirections() throws Exception {
        proxy.delay(DELAY);
        try (Socket client = connect()) {
            long begun = System.nanoTime();
            send(client, new byte[] {1});
            client.getInputStream().readNBytes(1);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(DELAY.multipliedBy(2));
        }
    }

    @Test
    void eachQuestionThatIsAnsweredIsARoundTrip() throws Exception {
        try (Socket client = connect()) {
            for (int question = 0; question < 3; question++) {
                send(client, new byte[] {1, 2, 3});
                client.getInputStream().readNBytes(3);
            }
        }

        assertThat(proxy.roundTrips()).isEqualTo(3);
    }

    @Test
    void aConnectionThatIsResetFailsAndTheNextIsLetThrough() throws Exception {
        try (Socket client = connect()) {
            send(client, new byte[] {1});
            client.getInputStream().readNBytes(1);
            proxy.reset();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket client = connect()) {
            send(client, new byte[] {2});

            assertThat(client.getInputStream().readNBytes(1)).containsExactly(2);
        }
    }

    private Socket connect() throws IOException {
        new Thread(this::echo).start();
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private void echo() {
        try (Socket connection = server.accept()) {
            InputStream in = connection.getInputStream();
            in.transferTo(connection.getOutputStream());
        } catch (IOException e) {
            // The client, or the proxy, has had enough.
        }
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            OutputStream out = client.getOutputStream();
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
