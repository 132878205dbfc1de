package io.orderflow.rest.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

class AsyncApiTest {

    @Test
    void documentAndPageAreGivenOutAsTheyAre() {
        MockMvcTester mvc = MockMvcTester.of(
                new AsyncApiController(resource("{\"asyncapi\":\"3.0.0\"}"), resource("<p>größer</p>")));

        assertThat(mvc.get().uri("/asyncapi.json"))
                .hasStatusOk()
                .hasContentType("application/json")
                .bodyText()
                .isEqualTo("{\"asyncapi\":\"3.0.0\"}");
        assertThat(mvc.get().uri("/asyncapi"))
                .hasStatusOk()
                .hasContentType("text/html;charset=UTF-8")
                .bodyText()
                .isEqualTo("<p>größer</p>");
    }

    @Test
    void aServiceWithoutEventsShowsNone() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncApiAutoConfiguration.class))
                .run(service -> assertThat(service).doesNotHaveBean(AsyncApiController.class));
    }

    private static Resource resource(String content) {
        return new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8));
    }
}
