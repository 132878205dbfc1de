package io.orderflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.benchmark.model.Resource;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> said = new ArrayList<>();

    @Test
    void aModelThatHitsWhatWasMeasuredSaysWhatLargerSystemsTake() {
        JsonNode report = report(ceilings(1), measuredAsTheModelSays(1));

        assertThat(report.propertyNames()).contains("10,000 orders a second, by the model");
        assertThat(report.at("/circumstances/this is").asString()).isEqualTo("a model, no measurement");
        assertThat(said).isEmpty();
    }

    @Test
    void oneThatIsFarFromAPointSaysNothingMore() {
        JsonNode report = report(ceilings(1), measuredAsTheModelSays(1.2));

        assertThat(report.propertyNames()).noneMatch(section -> section.contains("10,000"));
        assertThat(said).singleElement().asString().contains("says nothing of larger systems");
    }

    @Test
    void soDoesOneThatIsFarFromACeiling() {
        JsonNode report = report(ceilings(0.7), measuredAsTheModelSays(1));

        assertThat(report.propertyNames()).noneMatch(section -> section.contains("10,000"));
    }

    private JsonNode report(JsonNode ceilings, JsonNode partitions) {
        return JSON.readTree(Model.report(new Measurements(ceilings, partitions, "a test"), said::add)
                .json());
    }

    /** Measurements that the model hits, or is off by a factor of. */
    private static JsonNode measuredAsTheModelSays(double factor) {
        JsonNode model = JSON.readTree(Model.report(
                        new Measurements(ceilings(1), partitions((segments, roundTrip) -> 100), "a test"), line -> {})
                .json());
        return partitions((segments, roundTrip) -> factor
                * model.path("Orders/s, " + Partitions.section(roundTrip))
                        .path(Partitions.rate(segments) + ", by the model")
                        .path("median")
                        .asDouble());
    }

    private static JsonNode partitions(ToDoubleBiFunction<Integer, Duration> rate) {
        Report report = new Report();
        report.circumstance("cores", 2);
        report.section(Partitions.REST);
        report.add(Partitions.CPU_AT_REST, "% of a core", Spread.of(20));
        for (Duration roundTrip : Partitions.ROUND_TRIPS) {
            report.section(Partitions.section(roundTrip));
            for (int segments : Partitions.SEGMENTS) {
                report.add(Partitions.rate(segments), "orders/s", Spread.of(rate.applyAsDouble(segments, roundTrip)));
                report.add(Partitions.cpu(segments), "ms", Spread.of(2));
            }
        }
        return JSON.readTree(report.json());
    }

    /** Of resources that take half a millisecond for each of a hundred orders, and ask PostgreSQL ten times. */
    private static JsonNode ceilings(double factor) {
        Report report = new Report();
        report.section(Ceilings.WHOLE);
        report.add(Ceilings.CPU_OF_ORDER, "ms", Spread.of(2));
        report.add(Ceilings.CPU_ALONE, "ms", Spread.of(10));
        report.add(Ceilings.LOG, "KB", Spread.of(10));
        report.add(Ceilings.TABLES, "KB", Spread.of(5));
        report.section(Ceilings.PLACEMENT);
        report.add(Ceilings.THREAD, "ms", Spread.of(0.03));
        for (Duration roundTrip : Ceilings.ROUND_TRIPS) {
            report.section(Ceilings.alone(roundTrip));
            for (Resource resource : Resource.values()) {
                double secondsOfBatch = 0.05 + 10 * roundTrip.toNanos() / 1e9;
                report.add(
                        resource.title(),
                        "orders/s",
                        Spread.of(roundTrip.isZero() ? 100 / secondsOfBatch : factor * 100 / secondsOfBatch));
                report.add(resource.title() + Ceilings.CPU, "ms", Spread.of(0.4));
                report.add(resource.title() + Ceilings.ORDERS, "", Spread.of(100));
                report.add(resource.title() + Ceilings.TRIPS, "", Spread.of(10));
            }
        }
        return JSON.readTree(report.json());
    }
}
