package io.orderflow.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.service.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each variable that the chart sets is one that the packaged service knows. */
class SettingsIT {

    private static final String METADATA = "spring-configuration-metadata.json";
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @EnumSource(Service.class)
    void eachVariableIsAPropertyOfTheService(Service service) throws IOException {
        Set<String> known = variablesOf(service);

        for (Chart chart :
                List.of(Chart.with(Chart.EXAMPLE, Chart.OPEN), Chart.with(Chart.EXAMPLE, Chart.EVERYTHING))) {
            assertThat(chart.deployment(service.title())
                            .at("/spec/template/spec/containers/0/env")
                            .valueStream()
                            .map(variable -> variable.path("name").asString()))
                    .hasSizeGreaterThan(4)
                    .isSubsetOf(known);
        }
    }

    private static Set<String> variablesOf(Service service) throws IOException {
        Set<String> variables = new HashSet<>();
        try (InputStream jar = Files.newInputStream(service.jar(Chart.ROOT))) {
            collect(jar, variables);
        }
        return variables;
    }

    private static void collect(InputStream jar, Set<String> variables) throws IOException {
        ZipInputStream entries = new ZipInputStream(jar);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (entry.getName().endsWith(".jar")) {
                collect(entries, variables);
            } else if (entry.getName().endsWith(METADATA)) {
                JSON.readTree(entries.readAllBytes())
                        .path("properties")
                        .valueStream()
                        .filter(property -> !isGone(property))
                        .flatMap(property -> variablesOf(property.path("name").asString()))
                        .forEach(variables::add);
            }
        }
    }

    private static boolean isGone(JsonNode property) {
        return property.at("/deprecation/level").asString("").equals("error");
    }

    /** By Spring Boot's rules: dashes are left out, or are underscores. */
    private static Stream<String> variablesOf(String property) {
        String dotless = property.replace('.', '_').toUpperCase(Locale.ROOT);
        return Stream.of(dotless.replace("-", ""), dotless.replace('-', '_'));
    }
}
