package io.orderflow.system.observability;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import io.orderflow.system.load.Load;
import io.orderflow.system.observability.Dashboard.Expression;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each expression of the dashboards means something to a Prometheus that has watched the system at work. */
@ExtendWith(RunningSystem.class)
@TestInstance(Lifecycle.PER_CLASS)
class DashboardsIT {

    private final Orderflow orderflow;
    private Load load;
    private Prometheus prometheus;

    DashboardsIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @BeforeAll
    void watchTheSystemAtWork() throws IOException {
        assumeThat(Prometheus.isInstalled()).as("Prometheus is installed").isTrue();
        load = new Load(orderflow, List.of(orderflow.addProduct("Desk", 100_000), orderflow.addProduct("Lamp", 20)));
        prometheus = new Prometheus(orderflow.stack());
        load.awaitMore(100);
    }

    @AfterAll
    void stop() {
        if (load != null) {
            load.close();
        }
        if (prometheus != null) {
            prometheus.close();
        }
    }

    static List<Dashboard> dashboards() throws IOException {
        return Dashboard.all();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void eachExpressionHasSeries(Dashboard dashboard) {
        if (dashboard.isOfTheBroker()) {
            assumeThat(orderflow.stack().metricsUri())
                    .as("the broker is RabbitMQ")
                    .isPresent();
        }

        assertThat(dashboard.expressions())
                .isNotEmpty()
                .filteredOn(expression -> !hasSeries(expression))
                .as("expressions without a series")
                .isEmpty();
    }

    private boolean hasSeries(Expression expression) {
        List<String> concrete = Stream.of(Service.values())
                .map(service ->
                        expression.text().replace("$service", service.title()).replace("$__rate_interval", "30s"))
                .toList();
        try {
            await().atMost(PATIENCE)
                    .until(() -> concrete.stream()
                            .anyMatch(query -> !prometheus.query(query).isEmpty()));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }
}
