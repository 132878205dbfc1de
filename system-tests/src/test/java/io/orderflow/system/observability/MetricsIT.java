package io.orderflow.system.observability;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.ProjectRoot;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import io.orderflow.system.observability.MetricsPage.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the services tell of themselves, as a scraper gets it. */
@ExtendWith(RunningSystem.class)
class MetricsIT {

    private static final Path OPERATIONS = ProjectRoot.of(MetricsIT.class).resolve("docs/operations.md");

    /** | `name` | type | labels | services | what it says | */
    private static final Pattern ROW =
            Pattern.compile("^\\| `(orderflow_\\w+)` \\| (\\w+) \\|([^|]*)\\| ([^|]*) \\|[^|]+\\|$", Pattern.MULTILINE);

    private final Orderflow orderflow;

    MetricsIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void eachServiceHasTheMetricsOfTheTableAndNoOthers() throws Exception {
        String page = Files.readString(OPERATIONS);
        for (Service service : Service.behindTheGateway()) {
            assertThat(scrape(service).metrics("orderflow_"))
                    .as(service.title())
                    .isEqualTo(ofTable(page, service));
        }
    }

    private static Map<String, Metric> ofTable(String page, Service service) {
        Map<String, Metric> metrics = new TreeMap<>();
        ROW.matcher(page)
                .results()
                .filter(row -> row.group(4).equals("all") || row.group(4).contains(service.title()))
                .forEach(row -> metrics.put(row.group(1), new Metric(row.group(2), labels(row.group(3)))));
        return metrics;
    }

    private static Set<String> labels(String cell) {
        return Arrays.stream(cell.replace("`", "").split(",", -1))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void ordersAreCountedOnceAndNotAgainByARebuild() throws Exception {
        await("the end of what others have placed")
                .atMost(PATIENCE)
                .until(() -> orderflow
                        .get(Service.ORDER_COMMAND, "/orders?status=pending")
                        .rows()
                        .isEmpty());
        long product = orderflow.addProduct("Lamp", 7);
        MetricsPage orders = scrape(Service.ORDER_COMMAND);
        MetricsPage inventory = scrape(Service.INVENTORY_COMMAND);

        assertThat(orderflow.ended(orderflow.placed(line(product, 3))).text("status"))
                .isEqualTo("confirmed");
        assertThat(orderflow.ended(orderflow.placed(line(product, 4))).text("status"))
                .isEqualTo("confirmed");
        assertThat(orderflow.ended(orderflow.placed(line(product, 1))).text("status"))
                .isEqualTo("cancelled");

        await().atMost(PATIENCE).untilAsserted(() -> assertCounted(orders, inventory));
        rebuildOrders();
        assertCounted(orders, inventory);
    }

    private void assertCounted(MetricsPage orders, MetricsPage inventory) throws Exception {
        MetricsPage now = scrape(Service.ORDER_COMMAND);
        now.assertGrown("orderflow_orders_placed_total", orders, 3);
        now.assertGrown("orderflow_orders_confirmed_total", orders, 2);
        now.assertGrown("orderflow_orders_cancelled_total{reason=\"rejected\"}", orders, 1);
        now.assertGrown("orderflow_orders_cancelled_total{reason=\"unanswered\"}", orders, 0);
        now.assertGrown("orderflow_orders_completion_seconds_count", orders, 3);
        now.assertGrown("orderflow_orders_completion_seconds_bucket{le=\"+Inf\"}", orders, 3);
        MetricsPage stock = scrape(Service.INVENTORY_COMMAND);
        stock.assertGrown("orderflow_stock_low_total", inventory, 1);
        stock.assertGrown("orderflow_stock_out_total", inventory, 1);
    }

    private void rebuildOrders() {
        JsonResponse started = orderflow.post(Service.ORDER_COMMAND, "/projections/orders/rebuild", "");
        assertThat(started.status()).isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> orderflow
                        .get(Service.ORDER_COMMAND, started.location())
                        .text("state")
                        .equals("finished"));
        await().atMost(PATIENCE)
                .until(() ->
                        value(Service.ORDER_COMMAND, "orderflow_rebuild_progress_ratio{projection=\"orders\"}") == 1);
    }

    @Test
    void aScrapeIsAnsweredWhilePostgresIsAway() throws Exception {
        orderflow.stack().postgres().stop();
        try {
            await().atMost(PATIENCE).untilAsserted(() -> {
                MetricsPage page = scrape(Service.ORDER_COMMAND);
                assertThat(page.value("orderflow_processor_failing{processor=\"relay\"}"))
                        .isEqualTo(1);
                assertThat(page.value("orderflow_processor_behind_events{processor=\"relay\"}"))
                        .isNaN();
                assertThat(page.value("orderflow_orders_pending")).isNaN();
            });
        } finally {
            orderflow.stack().postgres().start();
        }
        await().atMost(PATIENCE)
                .until(() ->
                        value(Service.ORDER_COMMAND, "orderflow_processor_behind_events{processor=\"relay\"}") == 0);
        orderflow.stack().services().forEach(ServiceProcess::awaitHealthy);
    }

    @Test
    void aScrapeIsAnsweredWhileTheBrokerIsAway() throws Exception {
        orderflow.stack().broker().stop();
        try {
            await().atMost(PATIENCE).untilAsserted(() -> {
                MetricsPage page = scrape(Service.INVENTORY_COMMAND);
                assertThat(page.value("orderflow_queue_stuck_seconds{queue=\"inventory_checks\"}"))
                        .isPositive();
                assertThat(page.value("orderflow_queue_messages{queue=\"inventory_checks\"}"))
                        .isNaN();
            });
        } finally {
            orderflow.stack().broker().start();
        }
        await().atMost(PATIENCE)
                .until(() ->
                        value(Service.INVENTORY_COMMAND, "orderflow_queue_messages{queue=\"inventory_checks\"}") == 0);
        orderflow.stack().services().forEach(ServiceProcess::awaitHealthy);
    }

    private double value(Service service, String sample) throws Exception {
        return scrape(service).value(sample);
    }

    private MetricsPage scrape(Service service) throws Exception {
        return MetricsPage.of(orderflow.stack().service(service));
    }
}
