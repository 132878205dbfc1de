package io.orderflow.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.access.sample.Shop;
import io.orderflow.rest.Http;
import io.orderflow.rest.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A service and an issuer that speak TLS, by certificates of an authority that Java does not know. */
@ExtendWith(OutputCaptureExtension.class)
class TlsTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();

    @Test
    void keysAreFetchedFromAnIssuerThatIsTrusted_andBrowsersStayWithTls() throws Exception {
        try (TestIssuer issuer = new TestIssuer(AUTHORITY.ofServer());
                ConfigurableApplicationContext shop = shop(issuer, AUTHORITY)) {
            HttpResponse<String> answer = orders(shop, issuer);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().allValues("Strict-Transport-Security"))
                    .containsExactly("max-age=31536000 ; includeSubDomains");
            assertThat(new Http(port(shop)).get("/orders").status()).isEqualTo(400);
        }
    }

    @Test
    void oneThatIsNotTrustedIsNoIssuer_andTheLogSaysWhy(CapturedOutput log) throws Exception {
        try (TestIssuer issuer = new TestIssuer(AUTHORITY.ofServer());
                ConfigurableApplicationContext shop = shop(issuer, new TestAuthority())) {
            assertThat(orders(shop, issuer).statusCode()).isEqualTo(503);
            assertThat(log).contains("The issuer's keys could not be fetched", "PKIX path");
        }
    }

    private static ConfigurableApplicationContext shop(TestIssuer issuer, TestAuthority trusted) {
        List<String> settings = new ArrayList<>(AUTHORITY.shownBy("own"));
        settings.add("server.ssl.bundle=own");
        settings.add(trusted.trustedBy("trusted"));
        settings.add("spring.http.clients.ssl.bundle=trusted");
        settings.add(issuer.setting());
        return Shop.start(settings.toArray(String[]::new));
    }

    private static HttpResponse<String> orders(ConfigurableApplicationContext shop, TestIssuer issuer)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(AUTHORITY.ofClient())
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + port(shop) + "/orders"))
                                .header("Authorization", "Bearer " + issuer.token("anna", "customer"))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static int port(ConfigurableApplicationContext shop) {
        return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
