package io.orderflow.gateway;

import io.orderflow.access.AccessRules;
import io.orderflow.access.EndpointTable;
import io.orderflow.gateway.settings.GatewayProperties;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Who gets through to what. */
class ApiDocumentTest extends GatewayTest {

    private static final String SERVICE = "/services/{service}";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private AccessRules rules;

    @Autowired
    private GatewayProperties properties;

    @Test
    void eachRouteHasARule_andTheDocumentSaysIt() throws IOException {
        Stream<String> routes = properties.backends().stream()
                .flatMap(backend -> backend.paths().stream())
                .filter(path -> !path.startsWith("/asyncapi"))
                .map(path -> path + "/**");
        Stream<String> documents =
                Stream.of("health", "docs", "openapi.json", "asyncapi").map(name -> "GET " + SERVICE + "/" + name);
        EndpointTable.assertKept(
                "gateway",
                context,
                rules,
                Stream.of(routes, documents, Stream.of(SERVICE + "/**"))
                        .flatMap(all -> all)
                        .toArray(String[]::new));
    }
}
