package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.rest.Http;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages that somebody looks at can have done by the gateway, where no origin is allowed. */
class ForeignPageTest extends GatewayTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /orders, Sec-Fetch-Site: cross-site",
        "POST, /orders, Origin: https://evil.example",
        "POST, /services/order-command/projections/orders/rebuild, Sec-Fetch-Site: same-site",
        "DELETE, /services/order-command/dead-letters/1, Origin: http://localhost:3000",
        "PATCH, /products/1, Origin: null"
    })
    void aPageOfAnotherOriginChangesNothing(String method, String path, String header) {
        new Http(port())
                .send(method, path, "", "Content-Type: text/plain", header)
                .isProblem(403, "Pages of other origins may change nothing here");

        assertThat(ORDERS.received()).isEmpty();
        assertThat(INVENTORY.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site: same-origin", "Origin: http://localhost", "X-No: browser"})
    void itsOwnDo_andWhatIsNoBrowser(String header) {
        assertThat(new Http(port()).postJson("/orders", "{}", header).status()).isEqualTo(200);
    }
}
