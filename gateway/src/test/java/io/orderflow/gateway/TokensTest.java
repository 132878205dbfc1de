package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.orderflow.access.TestIssuer;
import io.orderflow.rest.Http;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What gets through where an issuer of tokens is named. */
class TokensTest extends GatewayTest {

    private static final TestIssuer ISSUER = new TestIssuer();
    private static final UnaryOperator<JWTClaimsSet.Builder> OF_A_CUSTOMER =
            claims -> claims.claim("scope", "customer");

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::uri);
    }

    @Test
    void aTokenGetsThroughToTheService_asItIs() {
        String token = bearer("anna", "customer");

        assertThat(http().get("/orders", token).status()).isEqualTo(200);

        assertThat("Authorization: " + ORDERS.last().headers().getFirst("Authorization"))
                .isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/orders", "/orders/1", "/products", "/notifications", "/services/order-command/projections"})
    void withoutOneNothingDoes(String path) {
        assertThat(http().get(path).isProblem(401, "This needs a token").header("WWW-Authenticate"))
                .isEqualTo("Bearer");
        http().postJson(path, "{}").isProblem(401, "This needs a token");
        assertNothingGotThrough();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/openapi.json",
                "/openapi.json/swagger-config",
                "/asyncapi",
                "/asyncapi.json",
                "/swagger-ui/index.html",
                "/services/order-command/health",
            })
    void healthAndDocumentsArePublic(String path) {
        assertThat(http().get(path).status()).isEqualTo(200);
    }

    @Test
    void theServicesDocumentsArePublic() {
        ORDERS.answers(StubService.json(200, "{\"paths\": {}}"));

        assertThat(http().get("/services/order-command/openapi.json").status()).isEqualTo(200);
        assertThat(http().get("/services/order-command/docs").status()).isEqualTo(307);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/services/order-command/projections", "/actuator/prometheus", "/actuator/health"})
    void whatIsOfOperatorsIsOfThemAlone(String path) {
        http().get(path, bearer("anna", "customer", "stock")).isProblem(403, "The roles of this token");
        assertNothingGotThrough();
        assertThat(http().get(path, bearer("olga", "operator")).status()).isEqualTo(200);
    }

    @Test
    void expired() {
        assertRefused(ISSUER.token(OF_A_CUSTOMER.andThen(
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120))))::apply));
    }

    @Test
    void unsigned() {
        assertRefused(ISSUER.unsigned(OF_A_CUSTOMER));
    }

    @Test
    void signedByThePublicKeyAsASecret() {
        assertRefused(ISSUER.signedByThePublicKey(OF_A_CUSTOMER));
    }

    @Test
    void signedByAnUnknownKey() {
        assertRefused(ISSUER.ofUnknownKey(OF_A_CUSTOMER));
    }

    @Test
    void ofAnotherIssuer() {
        assertRefused(ISSUER.token(OF_A_CUSTOMER.andThen(claims -> claims.issuer("https://elsewhere.example"))::apply));
    }

    @Test
    void tooLong() {
        http().get("/orders", "Authorization: Bearer " + "a".repeat(10_000)).isProblem(400, "");
        assertNothingGotThrough();
    }

    @Test
    void inTheAddress() {
        http().get("/orders?access_token=" + ISSUER.token(OF_A_CUSTOMER)).isProblem(401, "This needs a token");
        assertNothingGotThrough();
    }

    @Test
    void inAForm() {
        http().send(
                        "POST",
                        "/orders",
                        "access_token=" + ISSUER.token(OF_A_CUSTOMER),
                        "Content-Type: application/x-www-form-urlencoded")
                .isProblem(401, "This needs a token");
        assertNothingGotThrough();
    }

    @Test
    void inTwoHeaders() {
        String token = bearer("anna", "customer");

        http().get("/orders", token, token).isProblem(400, "more than one header Authorization");
        http().get("/orders", token, "Authorization: Basic YTpi").isProblem(400, "more than one header Authorization");
        assertNothingGotThrough();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//services/order-command/dead-letters",
                "/orders/../services/order-command/dead-letters",
                "/orders/%2e%2e/services/order-command/dead-letters",
                "/orders;/../services/order-command/dead-letters",
                "/services;a=b/order-command/dead-letters",
                "/orders%2f..%2fservices/order-command/dead-letters",
            })
    void noTrickWithThePathMakesACustomerAnOperator(String path) {
        assertThat(http().get(path, bearer("anna", "customer")).status()).isIn(400, 403, 404);
        assertNothingGotThrough();
    }

    @Test
    void norDoesAHeaderThatNamesAnotherMethodOrPath() {
        http().get(
                        "/orders",
                        bearer("anna", "customer"),
                        "X-HTTP-Method-Override: DELETE",
                        "X-Original-URL: /services/order-command/dead-letters",
                        "X-Rewrite-URL: /services/order-command/dead-letters");

        assertThat(ORDERS.last().method()).isEqualTo("GET");
        assertThat(ORDERS.last().path()).isEqualTo("/orders");
    }

    @Test
    void eventsComeToWhoHasAToken() {
        NOTIFICATIONS.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            for (int id = 1; id <= 3; id++) {
                exchange.getResponseBody().write(("id: " + id + "\n\n").getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });

        Http.Answer stream = http().get("/notifications/stream", bearer("anna", "customer"));

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.body()).isEqualTo("id: 1\n\nid: 2\n\nid: 3\n\n");
        http().get("/notifications/stream").isProblem(401, "This needs a token");
    }

    @Test
    void aHeaderForSecurityIsThereOnce() throws Exception {
        ORDERS.answers(StubService.json(200, "[]", "X-Content-Type-Options", "nosniff", "Cache-Control", "no-cache"));

        var answer = send(request("/orders")
                .header("Authorization", bearer("anna", "customer").substring("Authorization: ".length())));

        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache");
    }

    private Http http() {
        return new Http(port());
    }

    private static String bearer(String subject, String... roles) {
        return "Authorization: Bearer " + ISSUER.token(subject, roles);
    }

    private void assertRefused(String token) {
        http().get("/orders", "Authorization: Bearer " + token).isProblem(401, "The token is not accepted: ");
        assertNothingGotThrough();
    }

    private static void assertNothingGotThrough() {
        assertThat(ORDERS.received()).isEmpty();
        assertThat(INVENTORY.received()).isEmpty();
        assertThat(NOTIFICATIONS.received()).isEmpty();
    }
}
