package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = {"orderflow.gateway.rate-limit.requests=3", "orderflow.gateway.rate-limit.period=1h"})
class RateLimitTest extends GatewayTest {

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
        HttpResponse<String> first = get("/orders");
        assertThat(header(first, "RateLimit-Policy")).isEqualTo("\"requests\";q=3;w=3600");
        assertThat(header(first, "RateLimit")).startsWith("\"requests\";r=2;t=");
        get("/products");
        get("/orders");

        HttpResponse<String> refused = get("/orders");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(refused, "RateLimit")).startsWith("\"requests\";r=0;t=");
        assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 1200);
        assertThat(json(refused).path("detail").asString()).startsWith("More than 3 requests in 3600 s");
        assertThat(ORDERS.received()).hasSize(2);
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }
}
