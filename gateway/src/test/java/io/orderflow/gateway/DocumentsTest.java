package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DocumentsTest extends GatewayTest {

    @Test
    void aServicesDocumentHasThePathsOfTheGateway() throws Exception {
        ORDERS.answers(StubService.json(200, """
                {"openapi": "3.1.0", "servers": [{"url": "http://127.0.0.1:8001"}],
                 "paths": {"/orders": {}, "/orders/{id}": {}, "/ordersOfOthers": {}, "/dead-letters": {"get": {"a": 1}}},
                 "components": {"schemas": {}}}"""));

        JsonNode document = json(get("/services/order-command/openapi.json"));

        assertThat(document.path("paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/orders",
                        "/orders/{id}",
                        "/services/order-command/ordersOfOthers",
                        "/services/order-command/dead-letters");
        assertThat(document.path("servers").toString()).isEqualTo("[{\"url\":\"/\"}]");
        assertThat(document.at("/paths/~1services~1order-command~1dead-letters/get/a")
                        .asInt())
                .isEqualTo(1);
        assertThat(document.path("components").has("schemas")).isTrue();
    }

    @Test
    void onePageShowsThemAll() throws Exception {
        JsonNode configuration = json(get("/openapi.json/swagger-config"));

        assertThat(configuration
                        .path("urls")
                        .valueStream()
                        .map(url -> url.path("url").asString()))
                .containsExactlyInAnyOrder(
                        "/services/order-command/openapi.json",
                        "/services/inventory-command/openapi.json",
                        "/services/notification-projection/openapi.json",
                        "/openapi.json");
        assertThat(header(get("/services/order-command/docs"), "Location"))
                .isEqualTo("/docs?urls.primaryName=order-command");
        assertThat(get("/swagger-ui/index.html").body()).contains("swagger-ui");
    }

    @Test
    void theEventsAreShownByAService() throws Exception {
        assertThat(get("/asyncapi").statusCode()).isEqualTo(200);
        assertThat(ORDERS.last().path()).isEqualTo("/asyncapi");
        get("/asyncapi.json");
        assertThat(ORDERS.last().path()).isEqualTo("/asyncapi.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/console/main.js", "/swagger-ui/index.html", "/swagger-ui/swagger-ui.css", "/asyncapi"})
    void noOtherPageShowsOneOfItsOwn(String path) throws Exception {
        HttpResponse<String> page = get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .anySatisfy(policy -> assertThat(policy).contains("frame-ancestors 'none'"));
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void theDocumentOfAServiceThatIsAwayIsAProblem() throws Exception {
        INVENTORY.stop();
        try {
            HttpResponse<String> away = get("/services/inventory-command/openapi.json");
            assertThat(away.statusCode()).isEqualTo(503);
        } finally {
            INVENTORY.startAgain();
        }
    }
}
