package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.rest.Http;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "orderflow.gateway.cors-origins=https://shop.example")
class CorsTest extends GatewayTest {

    private static final String ALLOWED = "Access-Control-Allow-Origin";

    @Test
    void pagesOfTheOriginsThatAreSetMayAsk() throws Exception {
        HttpResponse<String> answer = preflight("https://shop.example");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, ALLOWED)).isEqualTo("https://shop.example");
        assertThat(header(answer, "Access-Control-Allow-Headers")).contains("idempotency-key");
        assertThat(header(send(request("/orders").header("Origin", "https://shop.example")), ALLOWED))
                .isEqualTo("https://shop.example");
    }

    @Test
    void othersMayNot() throws Exception {
        HttpResponse<String> answer = preflight("https://evil.example");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(answer, ALLOWED)).isNull();
        assertThat(ORDERS.received()).isEmpty();
    }

    @Test
    void pagesOfTheOriginsThatAreSetMayChangeThings_andServicesAreNotAskedAgain() {
        String[] ofThePage = {"Origin: https://shop.example", "Sec-Fetch-Site: cross-site"};

        assertThat(new Http(port()).postJson("/orders", "{}", ofThePage).status())
                .isEqualTo(200);

        assertThat(ORDERS.last().headers()).doesNotContainKeys("Origin", "Sec-fetch-site");
    }

    @Test
    void othersChangeNothing() {
        new Http(port())
                .postJson("/orders", "{}", "Origin: https://evil.example")
                .isProblem(403, "");
        new Http(port())
                .postJson("/orders", "{}", "Sec-Fetch-Site: cross-site")
                .isProblem(403, "Pages of other origins");
        assertThat(ORDERS.received()).isEmpty();
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return send(request("/orders")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "idempotency-key")
                .method("OPTIONS", BodyPublishers.noBody()));
    }
}
