package io.orderflow.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.rest.sample.SampleApplication;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A slash too many leads to the right address, wherever a proxy has put the service. */
@SpringBootTest(
        classes = SampleApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:rest-support.yml",
            "spring.application.name=sample",
            "server.servlet.context-path=/shop"
        })
class TrailingSlashTest {

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @ParameterizedTest
    @CsvSource({
        "/shop/things/, /shop/things",
        "/shop/things/?page_size=5&colour=red, /shop/things?page_size=5&colour=red",
        "/shop/things/7/, /shop/things/7",
        "/shop/things/a%20b/?q=%C3%A9, /shop/things/a%20b?q=%C3%A9",
        "/shop/health/, /shop/health"
    })
    void theAddressWithoutTheSlash(String target, String right) {
        Http.Answer answer = http.get(target);

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.body()).isEmpty();
        String location = answer.header("Location");
        assertThat(URI.create("http://host" + target).resolve(location)).hasToString("http://host" + right);
        assertThat(URI.create("https://proxy/api" + target).resolve(location)).hasToString("https://proxy/api" + right);
    }

    @Test
    void whatIsSentIsSentThereAgain() {
        assertThat(http.postJson("/shop/things/", "{\"piece_count\": 1}").status())
                .isEqualTo(307);
        assertThat(http.postJson("/shop/things", "{\"piece_count\": 1}").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/", "/shop//evil.example/", "/shop/../evil.example/", "/shop/%2F%2Fevil.example/"
            })
    void neverToAnotherHost(String target) {
        Http.Answer answer = http.get(target);

        if (answer.status() == 307) {
            assertThat(URI.create("http://host/shop/").resolve(answer.header("Location")))
                    .hasHost("host");
        } else {
            answer.isProblem(answer.status(), "");
        }
    }

    @Test
    void theRootIsNoSlashTooMany() {
        http.get("/shop/").isProblem(404, "There is nothing at this address");
    }

    @Test
    void theDocumentIsWhereTheServiceIs() {
        assertThat(http.get("/shop/openapi.json").json().at("/servers/0/url").asString())
                .endsWith("/shop");
        assertThat(http.get("/shop/docs").header("Location")).contains("/shop/");
    }
}
