package io.orderflow.system.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What rules, dashboards and the operators' page say of each other. */
class ObservabilityFilesTest {

    private static final Path ROOT = ProjectRoot.of(ObservabilityFilesTest.class);
    private static final Path FILES = ROOT.resolve("deploy/observability");

    @Test
    void eachAlertHasItsChapterAndEachChapterItsAlert() throws IOException {
        String rules = Files.readString(FILES.resolve("prometheus/rules/orderflow.yml"));
        List<String> alerts = found("^ +- alert: (\\w+)$", rules);

        assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
        assertThat(found("^ +runbook: docs/operations\\.md#(\\w+)$", rules))
                .isEqualTo(alerts.stream()
                        .map(alert -> alert.toLowerCase(Locale.ROOT))
                        .toList());
        String page = Files.readString(ROOT.resolve("docs/operations.md"));
        String chapter = page.substring(page.indexOf("\n## Alerts\n"), page.indexOf("\n## Find one order\n"));
        assertThat(found("^### (\\w+)$", chapter)).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void eachAlertHasATestInWhichItFires() throws IOException {
        String tests = Files.readString(FILES.resolve("prometheus/tests/orderflow.yml"));

        assertThat(found("alertname: (\\w+)\\n +exp_alerts:", tests))
                .containsAll(found(
                        "^ +- alert: (\\w+)$", Files.readString(FILES.resolve("prometheus/rules/orderflow.yml"))));
    }

    @Test
    void dashboardsAreToldApartAndAskADataSourceThatIsThere() throws IOException {
        List<String> sources = found(
                "^ +uid: (\\w+)$", Files.readString(FILES.resolve("grafana/provisioning/datasources/orderflow.yml")));
        List<Dashboard> dashboards = Dashboard.all();

        assertThat(dashboards)
                .hasSize(3)
                .extracting(board -> board.json().get("uid").asString())
                .doesNotHaveDuplicates();
        assertThat(dashboards)
                .flatExtracting(board -> board.json().findValues("datasource"))
                .extracting(source -> source.get("uid").asString())
                .isNotEmpty()
                .allMatch(sources::contains);
        assertThat(dashboards)
                .allSatisfy(board -> assertThat(board.json().get("panels"))
                        .extracting((JsonNode panel) -> panel.get("id").asInt())
                        .doesNotHaveDuplicates());
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
