package io.orderflow.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A service's API as it was agreed on: its document, kept among the service's tests, so that a change of it is seen. */
public final class OpenApiSnapshot {

    private static final Path KEPT = Path.of("src/test/resources/openapi.json");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private OpenApiSnapshot() {}

    /** Asserts that the document is the one that is kept; with {@code -Dopenapi.update}, keeps it. */
    public static void assertKept(String document) throws IOException {
        String current = JSON.writeValueAsString(JSON.readTree(document)) + "\n";
        if (Boolean.getBoolean("openapi.update")) {
            Files.createDirectories(KEPT.getParent());
            Files.writeString(KEPT, current);
        }
        assertThat(current)
                .as(
                        "The API's document is not %s of this module. Where that is meant, keep the new ones by: "
                                + "./mvnw test -Dtest=ApiDocumentTest -Dopenapi.update -Dsurefire.failIfNoSpecifiedTests=false",
                        KEPT)
                .isEqualTo(Files.readString(KEPT));
    }
}
