package io.orderflow.gateway.routing;

import io.orderflow.gateway.outage.NoAnswerException;
import io.orderflow.gateway.outage.Outage;
import io.orderflow.gateway.settings.Backend;
import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.http.MediaType;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The services' OpenAPI documents, with the paths that they have through the gateway. */
@Component
class ServiceDocuments {

    private final RestClient http;
    private final JsonMapper json;

    ServiceDocuments(HttpClient http, JsonMapper json) {
        this.http = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(http))
                .build();
        this.json = json;
    }

    ServerResponse of(Backend backend) {
        ObjectNode document = read(backend);
        document.putArray("servers").addObject().put("url", "/");
        JsonNode paths = document.remove("paths");
        ObjectNode through = document.putObject("paths");
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            through.set(throughTheGateway(path.getKey(), backend), path.getValue());
        }
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(document);
    }

    private static String throughTheGateway(String path, Backend backend) {
        return backend.isOfClients(path) ? path : backend.operatorsPath() + path;
    }

    private ObjectNode read(Backend backend) {
        try {
            String document = http.get()
                    .uri(backend.uri().resolve("/openapi.json"))
                    .retrieve()
                    .body(String.class);
            return (ObjectNode) json.readTree(document);
        } catch (ResourceAccessException e) {
            throw new NoAnswerException(Outage.UNREACHABLE, (IOException) e.getCause());
        } catch (RestClientResponseException e) {
            throw new NoAnswerException(Outage.BROKEN_OFF, new IOException(e));
        }
    }
}
