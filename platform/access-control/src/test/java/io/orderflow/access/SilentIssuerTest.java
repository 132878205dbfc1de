package io.orderflow.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.access.sample.Shop;
import io.orderflow.rest.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** What an issuer that takes connections and says nothing does to a service. */
class SilentIssuerTest {

    private static final int CLIENTS = 50;

    /** A thread that is held would be held for as long as the issuer is silent: the test, too, would not end. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void requestsWithTokensAreAnswered_othersAsEver() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestIssuer issuer = new TestIssuer();
                ConfigurableApplicationContext shop = Shop.start(
                        "spring.security.oauth2.resourceserver.jwt.issuer-uri=http://127.0.0.1:"
                                + silent.getLocalPort(),
                        "server.address=127.0.0.1",
                        "server.tomcat.threads.max=10")) {
            Http http = new Http(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            String token = "Authorization: Bearer " + issuer.token("anna", "customer");
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            try {
                List<Future<Http.Answer>> answers = IntStream.range(0, CLIENTS)
                        .mapToObj(client -> clients.submit(() -> http.get("/orders", token)))
                        .toList();
                for (Future<Http.Answer> answer : answers) {
                    answer.get().isProblem(503, "Tokens cannot be checked now");
                    assertThat(answer.get().header("Retry-After")).isEqualTo("5");
                }
            } finally {
                clients.shutdownNow();
            }
            assertThat(http.get("/health").status()).isEqualTo(200);
            http.get("/orders").isProblem(401, "This needs a token");
        }
    }

    @Test
    void whoseKeysAreKnownMayBeAway() throws IOException {
        TestIssuer issuer = new TestIssuer();
        try (ConfigurableApplicationContext shop = Shop.start(issuer.setting(), "server.address=127.0.0.1")) {
            Http http = new Http(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            String token = "Authorization: Bearer " + issuer.token("anna", "customer");
            String unknown = "Authorization: Bearer " + issuer.ofUnknownKey(claims -> claims);
            assertThat(http.get("/orders", token).status()).isEqualTo(200);

            issuer.close();

            assertThat(http.get("/orders", unknown).status()).isIn(401, 503);
            assertThat(http.get("/orders", token).status()).isEqualTo(200);
        }
    }
}
