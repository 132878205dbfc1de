package io.orderflow.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.rest.sample.SampleApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
        classes = SampleApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.import=classpath:rest-support.yml", "spring.application.name=sample"})
class OpenApiDocumentTest {

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void theDocumentNamesTheServiceAndItsFieldsAsClientsWriteThem() {
        JsonNode document = http.get("/openapi.json").json();

        assertThat(document.at("/info/title").asString()).isEqualTo("sample");
        JsonNode thing = document.at("/components/schemas/Thing/properties");
        assertThat(thing.propertyNames())
                .containsExactlyInAnyOrder("name", "piece_count", "serial_no", "unit_price", "colour", "spare_parts");
        assertThat(thing.at("/colour/enum").valueStream().map(JsonNode::asString))
                .containsExactly("red", "dark_blue");
        assertThat(document.at("/paths/~1things/get/parameters")
                        .valueStream()
                        .filter(parameter -> parameter.path("name").asString().equals("colour"))
                        .findFirst()
                        .orElseThrow()
                        .at("/schema/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("red", "dark_blue");
    }

    @Test
    void theDocumentSaysThatWhateverIsRefusedIsAProblem() {
        JsonNode document = http.get("/openapi.json").json();
        JsonNode responses = document.at("/paths/~1things/post/responses");

        assertThat(responses.propertyNames())
                .containsExactlyInAnyOrder("200", "400", "413", "415", "422", "503", "default");
        assertThat(responses.at("/200/content").propertyNames()).containsExactly("application/json");
        assertThat(responses
                        .at("/default/content/application~1problem+json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Problem");
        assertThat(document.at("/components/schemas/Problem/properties").propertyNames())
                .containsExactlyInAnyOrder("title", "status", "detail", "instance", "errors");
        assertThat(document.at("/components/schemas/FieldProblem/properties").propertyNames())
                .containsExactlyInAnyOrder("field", "message");
    }

    @Test
    void theDocumentSaysOfEachAddressWhatItAnswers() {
        JsonNode paths = http.get("/openapi.json").json().path("paths");

        assertThat(paths.at("/~1things~1{id}/get/responses").propertyNames())
                .containsExactlyInAnyOrder("200", "404", "422", "503", "default");
        assertThat(paths.at("/~1things~1{id}/get/parameters/0/example").asInt()).isEqualTo(1);
        assertThat(paths.at("/~1things~1{id}~1labels/get/responses").propertyNames())
                .containsExactlyInAnyOrder("200", "404", "422", "503", "default");
        assertThat(paths.at("/~1things/get/responses").propertyNames())
                .containsExactlyInAnyOrder("200", "422", "503", "default");
        assertThat(paths.at("/~1things~1by-name~1{name}/put/responses").propertyNames())
                .containsExactlyInAnyOrder("201", "404", "409", "503", "default");
        assertThat(paths.at("/~1things~1by-name~1{name}/put/responses/201/headers")
                        .propertyNames())
                .containsExactly("Location");
        assertThat(paths.at("/~1things~1by-name~1{name}/get/responses").propertyNames())
                .containsExactlyInAnyOrder("200", "503", "default");
        assertThat(paths.at("/~1health/get/responses/503/content").propertyNames())
                .containsExactly("application/json");
    }

    @Test
    void theDocumentSaysWhatMayBeNull() {
        JsonNode label = http.get("/openapi.json").json().at("/components/schemas/Label/properties");

        assertThat(label.at("/name/type").asString()).isEqualTo("string");
        assertThat(label.at("/shelf/type").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("integer", "null");
        assertThat(label.at("/part/anyOf").valueStream().map(JsonNode::toString))
                .containsExactlyInAnyOrder("{\"$ref\":\"#/components/schemas/Part\"}", "{\"type\":\"null\"}");
    }

    @Test
    void docsLeadToAPageThatLoadsTheDocument() {
        Http.Answer docs = http.get("/docs");
        assertThat(docs.status()).isEqualTo(302);

        String page = docs.header("Location").replaceFirst("^https?://[^/]+", "");
        Http.Answer ui = http.get(page);
        assertThat(ui.status()).isEqualTo(200);
        assertThat(ui.body()).contains("Swagger UI");

        String folder = page.substring(0, page.lastIndexOf('/') + 1);
        String script = http.get(folder + "swagger-initializer.js").body();
        String configuration = http.get("/openapi.json/swagger-config").body();
        assertThat(script + configuration).contains("/openapi.json");
    }
}
