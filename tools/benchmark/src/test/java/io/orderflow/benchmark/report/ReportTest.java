package io.orderflow.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private final Report report = new Report();

    @Test
    void theTableHasEachFigureWithItsUnitItsSpreadAndItsShareOfTheLimit() {
        report.circumstance("cores", 2);
        report.section("Orders");
        report.add("accepted", "orders/s", Spread.of(900, 1200, 1000), Optional.of(new Report.Share(0.25, "the disk")));

        assertThat(report.table().lines().map(String::strip))
                .anySatisfy(line -> assertThat(line).matches("cores +2"))
                .anySatisfy(line -> assertThat(line).matches("Orders +median +lowest - highest"))
                .anySatisfy(
                        line -> assertThat(line).matches("accepted +1,000 orders/s +900 - 1,200 +25 % of the disk"));
    }

    @Test
    void whatWasMeasuredOnceHasNoSpread() {
        report.section("Start");
        report.add("to healthy", "s", Spread.of(12.34));

        assertThat(report.table().lines().map(String::strip))
                .anySatisfy(line -> assertThat(line).matches("to healthy +12\\.3 s"));
    }

    @Test
    void theJsonHasTheSame() {
        report.circumstance("broker", "RabbitMQ");
        report.section("Orders");
        report.add("accepted", "orders/s", Spread.of(900, 1200, 1000), Optional.of(new Report.Share(0.25, "the disk")));
        report.section("Reads");
        report.add("by id", "requests/s", Spread.of(4000));

        JsonNode json = new JsonMapper().readTree(report.json());

        assertThat(json.at("/circumstances/broker").asString()).isEqualTo("RabbitMQ");
        JsonNode accepted = json.at("/Orders/accepted");
        assertThat(accepted.get("unit").asString()).isEqualTo("orders/s");
        assertThat(accepted.get("median").asDouble()).isEqualTo(1000);
        assertThat(accepted.get("lowest").asDouble()).isEqualTo(900);
        assertThat(accepted.get("highest").asDouble()).isEqualTo(1200);
        assertThat(accepted.get("share_of_limit").asDouble()).isEqualTo(0.25);
        assertThat(accepted.get("limit").asString()).isEqualTo("the disk");
        assertThat(json.at("/Reads/by id").has("limit")).isFalse();
    }
}
