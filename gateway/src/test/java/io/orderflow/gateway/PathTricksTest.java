package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTricksTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//orders",
                "/orders//1",
                "/orders;a=b",
                "/orders;/1",
                "/orders/1;jsessionid=1",
                "/orders%3Ba=b",
                "/orders/%2e%2e/actuator/prometheus",
                "/orders/%2E%2e/actuator/prometheus",
                "/orders/../actuator/prometheus",
                "/orders/./1",
                "/orders/..",
                "/orders%2f..%2factuator",
                "/orders/..%2factuator",
                "/orders/%5c..%5cactuator",
                "/orders\\..\\actuator",
                "/orders/%252e%252e/actuator",
                "/orders/1%00",
                "/orders/1%0d%0aX-Evil:1",
                "/services/order-command/../inventory-command/health",
                "/services/order-command/%2e%2e/actuator",
                "/services/order-command//actuator/prometheus",
                "/services/order-command/actuator;a=b/prometheus",
                "/services//actuator",
                "/services/../orders",
            })
    void aPathThatCanBeReadInTwoWaysIsRefused(String path) throws IOException {
        assertThat(statusOf("GET " + path + " HTTP/1.1")).isBetween(400, 404);
        assertThat(ORDERS.received()).isEmpty();
        assertThat(INVENTORY.received()).isEmpty();
        assertThat(NOTIFICATIONS.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/orders", "http://bank.example/orders"})
    void aWholeAddressLeadsNowhereElse(String address) throws IOException {
        statusOf("GET " + address + " HTTP/1.1");

        assertThat(ORDERS.received())
                .allSatisfy(received -> assertThat(received.path()).isEqualTo("/orders"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE /orders HTTP/1.1", "CONNECT /orders HTTP/1.1", "GET orders HTTP/1.1"})
    void oddRequestLinesAreRefused(String line) throws IOException {
        assertThat(statusOf(line)).isGreaterThanOrEqualTo(400);
        assertThat(ORDERS.received()).isEmpty();
    }

    @Test
    void aSlashTooManyLeadsToTheAddressWithoutIt() throws Exception {
        assertThat(header(get("/orders/"), "Location")).isEqualTo("../orders");
    }

    @Test
    void theMethodIsTheOneThatIsSent() throws Exception {
        send(request("/orders?_method=DELETE")
                .header("X-HTTP-Method-Override", "DELETE")
                .header("X-HTTP-Method", "DELETE")
                .header("X-Method-Override", "DELETE")
                .header("X-Original-URL", "/actuator")
                .header("X-Rewrite-URL", "/actuator")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(ORDERS.last().method()).isEqualTo("POST");
        assertThat(ORDERS.last().headers())
                .doesNotContainKeys(
                        "X-http-method-override",
                        "X-http-method",
                        "X-method-override",
                        "X-original-url",
                        "X-rewrite-url");
    }

    /** Clients of Java would mend the path. */
    private int statusOf(String requestLine) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((requestLine + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return Integer.parseInt(answer.readLine().split(" ", -1)[1]);
        }
    }
}
