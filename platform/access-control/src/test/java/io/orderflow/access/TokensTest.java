package io.orderflow.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import io.orderflow.access.sample.Shop;
import io.orderflow.rest.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Which tokens are accepted, and what is answered to others. */
class TokensTest {

    private static final UnaryOperator<JWTClaimsSet.Builder> OF_A_CUSTOMER =
            claims -> claims.claim("scope", "customer");

    private static TestIssuer issuer;
    private static ConfigurableApplicationContext shop;
    private static Http http;

    @BeforeAll
    static void start() {
        issuer = new TestIssuer();
        shop = Shop.start(
                issuer.setting(),
                "server.address=127.0.0.1",
                "spring.security.oauth2.resourceserver.jwt.audiences=orderflow");
        http = new Http(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @AfterAll
    static void stop() {
        shop.close();
        issuer.close();
    }

    @Test
    void aTokenOfTheIssuerForThisAudience() {
        assertThat(getOrders(issuer.token(forUs(OF_A_CUSTOMER)))
                        .json()
                        .path("subject")
                        .asString())
                .isEqualTo("anna");
    }

    @Test
    void none() {
        Http.Answer answer = http.get("/orders").isProblem(401, "This needs a token");

        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.json().path("instance").asString()).isEqualTo("/orders");
    }

    @Test
    void expired() {
        assertRefused(issuer.token(expiring(Instant.now().minusSeconds(120))));
    }

    /** Its signature need not be checked again, but its end is looked at each time; a minute more is for clocks that differ. */
    @Test
    void acceptedUntilItExpires() {
        String token = issuer.token(expiring(Instant.now().minusSeconds(52)));
        assertThat(getOrders(token).status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(getOrders(token).status()).isEqualTo(401));
    }

    @Test
    void withTheSignatureOfAnother() {
        String accepted = issuer.token(forUs(OF_A_CUSTOMER));
        assertThat(getOrders(accepted).status()).isEqualTo(200);
        String other = issuer.token(forUs(claims -> claims.claim("scope", "operator")));

        assertRefused(other.substring(0, other.lastIndexOf('.')) + accepted.substring(accepted.lastIndexOf('.')));
    }

    @Test
    void withoutAnEnd() {
        assertRefused(issuer.token(forUs(OF_A_CUSTOMER.andThen(claims -> claims.expirationTime(null))::apply)));
    }

    @Test
    void notYetValid() {
        assertRefused(issuer.token(forUs(OF_A_CUSTOMER.andThen(
                claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(120))))::apply)));
    }

    @Test
    void ofAnotherIssuer() {
        assertRefused(issuer.token(
                forUs(OF_A_CUSTOMER.andThen(claims -> claims.issuer("https://elsewhere.example"))::apply)));
    }

    @Test
    void forAnotherAudience() {
        assertRefused(issuer.token(OF_A_CUSTOMER.andThen(claims -> claims.audience("another"))::apply));
        assertRefused(issuer.token(OF_A_CUSTOMER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\nb"})
    void ofNobodyWhoHasAName(String subject) {
        assertRefused(issuer.token(forUs(OF_A_CUSTOMER.andThen(claims -> claims.subject(subject))::apply)));
    }

    @Test
    void ofNobody() {
        assertRefused(issuer.token(forUs(OF_A_CUSTOMER.andThen(claims -> claims.subject(null))::apply)));
        assertRefused(issuer.token(forUs(OF_A_CUSTOMER.andThen(claims -> claims.subject("a".repeat(256)))::apply)));
    }

    @Test
    void unsigned() {
        assertRefused(issuer.unsigned(forUs(OF_A_CUSTOMER)));
    }

    @Test
    void signedByThePublicKeyAsASecret() {
        assertRefused(issuer.signedByThePublicKey(forUs(OF_A_CUSTOMER)));
    }

    @Test
    void signedByAnotherKeyOfTheSameName() {
        assertRefused(issuer.forged(forUs(OF_A_CUSTOMER)));
    }

    @Test
    void signedByAnUnknownKey() {
        assertRefused(issuer.ofUnknownKey(forUs(OF_A_CUSTOMER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "e30.e30.", "..", "a b", "ey\u00e4"})
    void noTokenAtAll(String token) {
        assertRefused(token);
    }

    @Test
    void tooLong() {
        http.get("/orders", "Authorization: Bearer " + "a".repeat(10_000)).isProblem(400, "");
    }

    @Test
    void inTwoHeaders() {
        String header = "Authorization: Bearer " + issuer.token(forUs(OF_A_CUSTOMER));

        http.get("/orders", header, header).isProblem(400, "more than one header Authorization");
        http.get("/orders", header, "Authorization: Basic YTpi").isProblem(400, "more than one header Authorization");
    }

    @Test
    void inTheAddress() {
        http.get("/orders?access_token=" + issuer.token(forUs(OF_A_CUSTOMER))).isProblem(401, "This needs a token");
    }

    @Test
    void byAnotherScheme() {
        http.get("/orders", "Authorization: Basic YW5uYTphbm5h").isProblem(401, "This needs a token");
    }

    @Test
    void afterTheIssuerHasGotANewKey() {
        String before = issuer.token(forUs(OF_A_CUSTOMER));
        assertThat(getOrders(before).status()).isEqualTo(200);

        issuer.changeKey();

        await().untilAsserted(() -> assertThat(
                        getOrders(issuer.token(forUs(OF_A_CUSTOMER))).status())
                .isEqualTo(200));
        assertRefused(before);
    }

    @Test
    void whereTheKeysAreMayBeSaid() {
        String elsewhere = "https://id.example";
        try (ConfigurableApplicationContext there = Shop.start(
                "server.address=127.0.0.1",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + elsewhere,
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + issuer.uri() + "/keys",
                "spring.security.oauth2.resourceserver.jwt.audiences=",
                "orderflow.security.roles-claim=")) {
            Http byKeys = new Http(there.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            String ofElsewhere = issuer.token(OF_A_CUSTOMER.andThen(claims -> claims.issuer(elsewhere))::apply);

            assertThat(byKeys.get("/orders", "Authorization: Bearer " + ofElsewhere)
                            .status())
                    .isEqualTo(200);
            byKeys.get("/orders", "Authorization: Bearer " + issuer.token(OF_A_CUSTOMER))
                    .isProblem(401, "The token is not accepted: ");
        }
    }

    private static UnaryOperator<JWTClaimsSet.Builder> expiring(Instant end) {
        return forUs(OF_A_CUSTOMER.andThen(
                claims -> claims.issueTime(Date.from(end.minusSeconds(60))).expirationTime(Date.from(end)))::apply);
    }

    private static UnaryOperator<JWTClaimsSet.Builder> forUs(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return builder -> claims.apply(builder).audience("orderflow");
    }

    private static Http.Answer getOrders(String token) {
        return http.get("/orders", "Authorization: Bearer " + token);
    }

    private static void assertRefused(String token) {
        Http.Answer answer = getOrders(token).isProblem(401, "The token is not accepted: ");

        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
        assertThat(answer.text()).doesNotContain(token.length() > 10 ? token : "subject");
    }
}
