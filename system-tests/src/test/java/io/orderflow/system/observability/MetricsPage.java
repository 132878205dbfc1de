package io.orderflow.system.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orderflow.local.service.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a scraper gets from a service. */
final class MetricsPage {

    /** Scrapers wait for ten seconds if nothing else is said. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern SAMPLE = Pattern.compile("^([a-z_]+)(?:\\{([^}]*)})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    private final String text;

    private MetricsPage(String text) {
        this.text = text;
    }

    static MetricsPage of(ServiceProcess service) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.uri().resolve("/actuator/prometheus"))
                .timeout(LONGEST)
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return new MetricsPage(response.body());
    }

    /**
     * A metric by its name in Prometheus, without what is added to it for its parts.
     *
     * @param type as Prometheus calls it
     */
    record Metric(String type, Set<String> labels) {}

    /** The metrics whose names begin so. */
    Map<String, Metric> metrics(String prefix) {
        Map<String, String> types = TYPE.matcher(text)
                .results()
                .filter(line -> line.group(1).startsWith(prefix))
                .collect(Collectors.toMap(
                        line -> line.group(1), line -> line.group(2), (one, other) -> one, TreeMap::new));
        Map<String, Metric> metrics = new TreeMap<>();
        types.forEach((name, type) -> {
            boolean isLongest = name.endsWith("_max") && types.containsKey(name.replaceAll("_max$", ""));
            if (!isLongest) {
                metrics.put(name, new Metric(type, labelsOf(name)));
            }
        });
        return metrics;
    }

    private Set<String> labelsOf(String metric) {
        Set<String> labels = new TreeSet<>();
        SAMPLE.matcher(text)
                .results()
                .filter(sample -> sample.group(1).startsWith(metric) && sample.group(2) != null)
                .forEach(sample ->
                        LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1))));
        labels.remove("le");
        return labels;
    }

    /** The value of a sample, as Prometheus writes its name and labels. */
    double value(String sample) {
        return text.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + sample));
    }

    /** How much a sample has grown since another scrape. */
    void assertGrown(String sample, MetricsPage since, int by) {
        assertThat(value(sample) - since.value(sample)).as(sample).isCloseTo(by, within(1e-9));
    }
}
