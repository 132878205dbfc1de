package io.orderflow.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.access.sample.Shop;
import io.orderflow.rest.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** What pages that somebody looks at can have done by an open service. The host that is asked is {@code localhost}. */
class ForeignPageTest {

    private static ConfigurableApplicationContext shop;
    private static Http http;

    @BeforeAll
    static void start() {
        shop = Shop.start("server.address=127.0.0.1");
        http = http(shop);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site", // another port of this machine
                "Sec-Fetch-Site: odd",
                "Origin: https://evil.example",
                "Origin: http://localhost.evil.example",
                "Origin: http://localhost:3000",
                "Origin: null"
            })
    void aPageOfAnotherOriginChangesNothing(String header) {
        http.send("POST", "/orders", "", header).isProblem(403, "Pages of other origins may change nothing here");
        http.send("DELETE", "/orders/7", "", header).isProblem(403, "Pages of other origins");
        http.send("PATCH", "/products/7", "", header).isProblem(403, "Pages of other origins");

        assertThat(http.get("/orders", header).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none",
                "Origin: http://localhost",
                "Origin: https://localhost",
                "Accept: application/json"
            })
    void itsOwnDo_andWhatIsNoBrowser(String header) {
        assertThat(http.send("POST", "/orders", "", header).status()).isEqualTo(200);
    }

    @Test
    void whatTheBrowserSaysIsBelievedBeforeTheNameOfTheHost() {
        assertThat(http.send("POST", "/orders", "", "Origin: https://shop.example", "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whereTokensAreAskedForTheyDecide() {
        try (TestIssuer issuer = new TestIssuer();
                ConfigurableApplicationContext secured = Shop.start(issuer.setting())) {
            String token = "Authorization: Bearer " + issuer.token("anna", "customer");
            assertThat(http(secured)
                            .send("POST", "/orders", "", token, "Sec-Fetch-Site: cross-site")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Http http(ConfigurableApplicationContext service) {
        return new Http(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }
}
