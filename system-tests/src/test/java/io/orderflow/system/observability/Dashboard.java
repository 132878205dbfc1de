package io.orderflow.system.observability;

import io.orderflow.local.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard of Grafana, as the project has it. */
record Dashboard(String file, JsonNode json) {

    private static final Path FOLDER =
            ProjectRoot.of(Dashboard.class).resolve("deploy/observability/grafana/dashboards");
    private static final JsonMapper JSON = new JsonMapper();

    static List<Dashboard> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted()
                    .map(file -> new Dashboard(file.getFileName().toString(), JSON.readTree(file.toFile())))
                    .toList();
        }
    }

    /** An expression, and the title of the panel that shows it. */
    record Expression(String panel, String text) {}

    List<Expression> expressions() {
        return json.get("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets")
                        .valueStream()
                        .map(target -> new Expression(
                                panel.get("title").asString(),
                                target.get("expr").asString())))
                .toList();
    }

    boolean isOfTheBroker() {
        return file.equals("broker.json");
    }

    @Override
    public String toString() {
        return file;
    }
}
