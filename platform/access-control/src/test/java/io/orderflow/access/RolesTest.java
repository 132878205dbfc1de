package io.orderflow.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.access.sample.Shop;
import io.orderflow.rest.Http;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** What a role lets somebody do, and no trick does. */
class RolesTest {

    private static final int BY_NOBODY = 403;

    private static TestIssuer issuer;
    private static ConfigurableApplicationContext shop;
    private static Http http;

    @BeforeAll
    static void start() {
        issuer = new TestIssuer();
        shop = Shop.start(issuer.setting(), "server.address=127.0.0.1");
        http = httpOf(shop);
    }

    @AfterAll
    static void stop() {
        shop.close();
        issuer.close();
    }

    private static Http httpOf(ConfigurableApplicationContext shop) {
        return new Http(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /orders,          200, 403, 200",
        "HEAD,   /orders,          200, 403, 200",
        "POST,   /orders,          200, 403, 200",
        "GET,    /orders/7,        200, 403, 200",
        "GET,    /products,        200, 200, 200",
        "PATCH,  /products/7,      403, 200, 200",
        "GET,    /dead-letters,    403, 403, 200",
        "GET,    /actuator/metrics, 403, 403, 200",
        "DELETE, /orders/7,        403, 403, 403",
        "DELETE, /orders,          403, 403, 403",
        "GET,    /nothing,         403, 403, 403",
        "GET,    /error,           403, 403, 403",
        "GET,    /health,          200, 200, 200"
    })
    void whatIsAllowed(String method, String path, int customer, int stock, int operator) {
        assertThat(List.of("customer", "stock", "operator"))
                .extracting(role -> http.send(method, path, "", bearer(issuer.token("anna", role)))
                        .status())
                .containsExactly(customer, stock, operator);
        assertThat(http.send(method, path, "").status()).isEqualTo(path.equals("/health") ? 200 : 401);
    }

    @Test
    void whoHasNoRoleIsToldSo() {
        Http.Answer answer = http.get("/orders", bearer(issuer.token("anna")))
                .isProblem(403, "The roles of this token do not allow this");

        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"insufficient_scope\"");
        assertThat(http.get("/products", bearer(issuer.token("anna"))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/openapi.json", "/health"})
    void documentsAndHealthArePublic(String path) {
        assertThat(http.get(path).status()).isLessThan(400);
    }

    @ParameterizedTest
    @CsvSource({
        "//orders",
        "/orders;a=b",
        "/;/orders",
        "/%2e/orders",
        "/./orders",
        "/products/../orders",
        "/products/%2e%2e/orders",
        "/orders%2f7",
        "/orders%00",
        "/ORDERS",
        "/orders%0a",
        "/orders/..;/orders",
        "/orders%3Ba=b"
    })
    void noOtherWayOfWritingAnAddressLeadsPastTheRules(String path) {
        assertThat(http.get(path).status()).isIn(400, 401);
        Http.Answer forStock = http.get(path, bearer(issuer.token("anna", "stock")));
        forStock.isProblem(forStock.status(), "");
        assertThat(forStock.status()).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void aHeaderChangesNoMethod(String header) {
        String customer = bearer(issuer.token("anna", "customer"));

        assertThat(http.send("POST", "/products/7", "", customer, header + ": PATCH")
                        .status())
                .isEqualTo(BY_NOBODY);
        assertThat(http.send("POST", "/products/7?_method=PATCH", "", customer).status())
                .isEqualTo(BY_NOBODY);
        assertThat(http.send("POST", "/orders", "", customer, header + ": DELETE")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Prefix: /x",
                "X-Original-URL: /health",
                "X-Rewrite-URL: /health",
                "X-Forwarded-User: op"
            })
    void noHeaderChangesAddressOrUser(String header) {
        http.get("/orders", header).isProblem(401, "This needs a token");
    }

    @Test
    void anAddressWithASlashIsTheOneWithout() {
        Http.Answer answer = http.get("/orders/");

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("Location")).isEqualTo("../orders");
    }

    @Test
    void operatorsSeeAll_othersTheirOwn() {
        assertThat(seen(issuer.token("anna", "customer"))).isEqualTo("{\"subject\":\"anna\",\"sees_all\":false}");
        assertThat(seen(issuer.token("olga", "operator"))).isEqualTo("{\"subject\":\"olga\",\"sees_all\":true}");
        assertThat(seen(issuer.token("olga", "customer", "operator"))).contains("\"sees_all\":true");
    }

    private static String seen(String token) {
        return http.get("/orders", bearer(token)).body();
    }

    @Test
    void rolesMayBeInScp() {
        assertThat(http.get(
                                "/orders",
                                bearer(issuer.token(claims -> claims.claim("scp", List.of("openid", "customer")))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void noOtherClaimGivesARole() {
        String token = issuer.token(claims -> claims.claim("roles", List.of("operator"))
                .claim("realm_access", Map.of("roles", List.of("operator")))
                .claim("authorities", "operator")
                .claim("scope", "operators OPERATOR operator,customer ROLE_operator"));

        http.get("/orders", bearer(token)).isProblem(403, "");
    }

    @Test
    void theClaimOfTheRolesCanBeNamed() {
        try (ConfigurableApplicationContext keycloak = Shop.start(
                issuer.setting(), "server.address=127.0.0.1", "orderflow.security.roles-claim=realm_access.roles")) {
            Http there = httpOf(keycloak);
            String byRealm = issuer.token(claims -> claims.claim("realm_access", Map.of("roles", List.of("customer")))
                    .claim("scope", "operator"));

            assertThat(there.get("/orders", bearer(byRealm)).status()).isEqualTo(200);
            there.get("/dead-letters", bearer(byRealm)).isProblem(403, "");
            there.get("/orders", bearer(issuer.token("anna", "customer"))).isProblem(403, "");
            there.get("/orders", bearer(issuer.token(claims -> claims.claim("realm_access", "roles"))))
                    .isProblem(403, "");
        }
    }

    @Test
    void metricsOnAPortOfTheirOwnNeedATokenThereToo() {
        try (ConfigurableApplicationContext apart = Shop.start(
                issuer.setting(),
                "server.address=127.0.0.1",
                "management.server.port=0",
                "management.server.address=127.0.0.1")) {
            Http management =
                    new Http(apart.getEnvironment().getRequiredProperty("local.management.port", Integer.class));

            assertThat(management.get("/actuator/health/liveness").status()).isEqualTo(200);
            management.get("/actuator/health/readiness").isProblem(401, "");
            assertThat(management.get("/actuator/metrics").status()).isEqualTo(401);
            assertThat(management
                            .get("/actuator/metrics", bearer(issuer.token("anna", "customer")))
                            .status())
                    .isEqualTo(403);
            assertThat(management
                            .get("/actuator/metrics", bearer(issuer.token("olga", "operator")))
                            .status())
                    .isEqualTo(200);
            assertThat(httpOf(apart)
                            .get("/actuator/metrics", bearer(issuer.token("olga", "operator")))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void theDocumentHasAPlaceForATokenWhereOneIsNeeded() {
        assertThat(http.get("/openapi.json")
                        .json()
                        .at("/components/securitySchemes/token/scheme")
                        .asString())
                .isEqualTo("bearer");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
