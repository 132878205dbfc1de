package io.orderflow.system.observability;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Something breaks, the alert that is for it fires, and is quiet again when it is mended. */
@ExtendWith(RunningSystem.class)
@TestInstance(Lifecycle.PER_CLASS)
class AlertsIT {

    private final Orderflow orderflow;
    private Prometheus prometheus;

    AlertsIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @BeforeAll
    void startPrometheus() throws IOException {
        assumeThat(Prometheus.isInstalled()).as("Prometheus is installed").isTrue();
        prometheus = new Prometheus(orderflow.stack());
    }

    @AfterAll
    void stopPrometheus() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Test
    void whileTheBrokerIsAway() {
        long product = orderflow.addProduct("Stool", 5);
        orderflow.stack().broker().stop();
        long order;
        try {
            order = orderflow.placed(line(product, 1));
            awaitFiring("QueueStuck", "queue", Topology.QUEUES.keySet().toArray(String[]::new));
            awaitFiring("ProcessorFailing", "processor", "relay");
        } finally {
            orderflow.stack().broker().start();
        }

        awaitQuiet("QueueStuck");
        awaitQuiet("ProcessorFailing");
        assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        orderflow.stack().services().forEach(ServiceProcess::awaitHealthy);
    }

    @Test
    void untilSomebodyHasDealtWithADeadLetter() throws Exception {
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.publish(Topology.CHECK_INVENTORY, Map.of(), "no JSON");
        }
        awaitFiring("DeadLetterArrived", "queue", Topology.INVENTORY_CHECKS);

        assertThat(orderflow
                        .post(Service.INVENTORY_COMMAND, "/dead-letters/drop", "{}")
                        .status())
                .isEqualTo(202);

        awaitQuiet("DeadLetterArrived");
    }

    private void awaitFiring(String alert, String label, String... values) {
        await(alert)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.firing(alert))
                        .extracting(labels -> labels.get(label).asString())
                        .contains(values));
    }

    private void awaitQuiet(String alert) {
        await("the end of " + alert)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.firing(alert)).isEqualTo(List.of()));
    }
}
