package io.orderflow.local.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    private static final int ANY = 0;
    private static final int ONE_CLIENT = 1;

    @Test
    void everyTakenPortIsNamedWithItsOwner() throws IOException {
        int free = FreePorts.next();
        try (ServerSocket orders = listen("127.0.0.1");
                ServerSocket broker = listen("0.0.0.0")) {
            Map<Integer, String> owners = Map.of(
                    orders.getLocalPort(), "order-command", broker.getLocalPort(), "RabbitMQ", free, "PostgreSQL");

            assertThatThrownBy(() -> FreePorts.require(owners))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("Port %s is taken, order-command needs it.", orders.getLocalPort())
                    .hasMessageContaining("Port %s is taken, RabbitMQ needs it.", broker.getLocalPort())
                    .hasMessageNotContaining("PostgreSQL");
        }
    }

    @Test
    void freePortsAreNoError() {
        assertThatCode(() -> FreePorts.require(Map.of(FreePorts.next(), "order-command")))
                .doesNotThrowAnyException();
    }

    @Test
    void noPortIsGivenAwayTwiceNorOneThatTheSystemHandsOut() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            int port = FreePorts.next();
            assertThat(port).isLessThan(32_768);
            assertThat(ports.add(port)).isTrue();
        }
    }

    private static ServerSocket listen(String address) throws IOException {
        return new ServerSocket(ANY, ONE_CLIENT, InetAddress.getByName(address));
    }
}
