package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.access.TestIssuer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** How the console's pages come to a browser, also to one whose user has not signed in yet. */
class ConsolePagesTest extends GatewayTest {

    private static final TestIssuer ISSUER = new TestIssuer();

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::uri);
        properties.add("orderflow.gateway.console.traces", () -> "http://traces/{id}");
    }

    @Test
    void thePageRunsItsOwnScriptsAlone_andTalksToTheGatewayAndTheIssuer() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        String importMap = found("<script type=\"importmap\">(.*?)</script>", page.body());
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(importMap.getBytes(StandardCharsets.UTF_8));
        assertThat(header(page, "Content-Security-Policy").split("; "))
                .contains(
                        "default-src 'none'",
                        "script-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'",
                        "connect-src 'self' " + ISSUER.uri(),
                        "frame-ancestors 'none'");
    }

    @Test
    void whatThePageNamesIsThere_andIsNotSentAgain() throws Exception {
        String page = get("/").body();
        Matcher names = Pattern.compile("\"(/(?:console|webjars)/[^\"]+)\"").matcher(page);
        List<String> paths = names.results().map(name -> name.group(1)).toList();

        assertThat(paths).contains("/console/main.js", "/webjars/uplot/dist/uPlot.esm.js");
        for (String path : paths) {
            HttpResponse<String> file = get(path);
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.body()).isNotEmpty();
            assertThat(header(file, "Cache-Control")).isEqualTo("no-cache");
            assertThat(send(request(path).header("If-None-Match", header(file, "ETag")))
                            .statusCode())
                    .isEqualTo(304);
        }
    }

    @Test
    void whatThePageCannotKnowItIsTold() throws Exception {
        HttpResponse<String> settings = get("/console/settings.json");

        assertThat(json(settings).get("issuer").asString()).isEqualTo(ISSUER.uri());
        assertThat(json(settings).get("client_id").asString()).isEqualTo("console");
        assertThat(json(settings).get("traces").asString()).isEqualTo("http://traces/{id}");
        assertThat(header(settings, "Cache-Control")).isEqualTo("no-store");
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
