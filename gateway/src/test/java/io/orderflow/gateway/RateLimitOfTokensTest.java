package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.access.TestIssuer;
import io.orderflow.rest.Http;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = {"orderflow.gateway.rate-limit.requests=3", "orderflow.gateway.rate-limit.period=1h"})
class RateLimitOfTokensTest extends GatewayTest {

    private static final TestIssuer ISSUER = new TestIssuer();

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::uri);
    }

    @Test
    void eachSubjectHasItsOwn_andWhoHasNoGoodTokenThatOfTheAddress() {
        String anna = "Authorization: Bearer " + ISSUER.token("anna", "customer");
        String forged = "Authorization: Bearer "
                + ISSUER.forged(claims -> claims.subject("anna").claim("scope", "customer"));
        Http http = new Http(port());

        http.get("/orders", forged).isProblem(401, "The token is not accepted");
        http.get("/orders").isProblem(401, "This needs a token");
        assertThat(http.get("/openapi.json").status()).isEqualTo(200);
        for (String token : new String[] {forged, "Authorization: Bearer nonsense", "X-No: token"}) {
            Http.Answer refused = http.get("/orders", token).isProblem(429, "More than 3 requests");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.header("WWW-Authenticate")).isEmpty();
        }

        assertThat(http.get("/orders", anna).header("RateLimit")).startsWith("\"requests\";r=2;");
        http.get("/actuator/metrics", anna).isProblem(403, "The roles of this token");
        assertThat(http.get("/orders", anna).status()).isEqualTo(200);
        http.get("/orders", anna).isProblem(429, "More than 3 requests");
        assertThat(http.get("/orders", "Authorization: Bearer " + ISSUER.token("ben", "customer"))
                        .status())
                .isEqualTo(200);
        assertThat(ORDERS.received()).hasSize(3);
    }
}
