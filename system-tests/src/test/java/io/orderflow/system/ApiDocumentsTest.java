package io.orderflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.ProjectRoot;
import io.orderflow.local.service.Service;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documents of the services can be put together: what has one name in two of them is the same. */
class ApiDocumentsTest {

    private static final Path ROOT = ProjectRoot.of(ApiDocumentsTest.class);
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void noNameMeansTwoThings() {
        Map<String, JsonNode> schemas = new HashMap<>();
        for (Service service : Service.behindTheGateway()) {
            Path document = ROOT.resolve(service.title()).resolve("src/test/resources/openapi.json");
            JSON.readTree(document.toFile())
                    .at("/components/schemas")
                    .properties()
                    .forEach(schema -> {
                        JsonNode known = schemas.putIfAbsent(schema.getKey(), schema.getValue());
                        if (known != null) {
                            assertThat(schema.getValue())
                                    .as("%s of %s", schema.getKey(), service.title())
                                    .isEqualTo(known);
                        }
                    });
        }
        assertThat(schemas).containsKeys("OrderResponse", "ProductResponse", "NotificationResponse", "Problem");
    }
}
