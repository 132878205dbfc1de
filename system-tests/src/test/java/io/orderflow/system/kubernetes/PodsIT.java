package io.orderflow.system.kubernetes;

import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.orderflow.local.host.FreePorts;
import io.orderflow.local.host.TcpProxy;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.postgres.Postgres;
import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The packaged services, started as the chart says, on databases of their own and without a broker. */
@ExtendWith(RunningSystem.class)
class PodsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LIVENESS = "livenessProbe";
    private static final String READINESS = "readinessProbe";
    private static final String STARTUP = "startupProbe";
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final Orderflow orderflow;
    private final Chart chart = Chart.with(Chart.EXAMPLE, Chart.OPEN);

    PodsIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void aServiceIsMigratedStartedTwice_outlivesItsDatabase_andEndsInTime() throws Exception {
        createDatabase("pods_orders");
        Postgres postgres = orderflow.stack().postgres();
        try (TcpProxy database = new TcpProxy(FreePorts.next(), postgres.port())) {
            Map<String, String> servers = withoutABroker();
            servers.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + database.port() + "/pods_orders");
            servers.put("SPRING_DATASOURCE_USERNAME", Postgres.USER);
            servers.put("SPRING_DATASOURCE_PASSWORD", Postgres.PASSWORD);
            JsonNode job = chart.named("Job", "shop-order-command-migration").at("/spec/template/spec");
            try (Pod migration = Pod.start(orderflow.stack(), Service.ORDER_COMMAND, job, servers)) {
                assertThat(migration.exitCode()).isZero();
            }

            try (Pod first = start(Service.ORDER_COMMAND, servers);
                    Pod second = start(Service.ORDER_COMMAND, servers)) {
                for (Pod pod : new Pod[] {first, second}) {
                    pod.awaitProbe(STARTUP, 200);
                    pod.awaitProbe(READINESS, 200);
                    assertThat(new JsonClient(PATIENCE)
                                    .post(pod.uri("http").resolve("/orders"), line(1, 1))
                                    .status())
                            .isEqualTo(201);
                }

                database.delay(SILENCE);
                first.awaitProbe(READINESS, 503);
                assertThat(first.probe(LIVENESS)).isEqualTo(200);
                assertThat(second.probe(LIVENESS)).isEqualTo(200);

                assertThat(first.endsInTime()).isTrue();

                database.delay(Duration.ZERO);
                database.reset();
                second.awaitProbe(READINESS, 200);
                assertThat(second.endsInTime()).isTrue();
            }
        }
    }

    @Test
    void notificationsAndTheGatewayAnswerTheirProbesToo() throws Exception {
        Map<String, String> servers = withoutABroker();
        servers.put("SPRING_MONGODB_URI", orderflow.mongo().uri("pods"));
        try (Pod notifications = start(Service.NOTIFICATION_PROJECTION, servers);
                Pod gateway = start(Service.GATEWAY, withoutServices())) {
            for (Pod pod : new Pod[] {notifications, gateway}) {
                pod.awaitProbe(STARTUP, 200);
                pod.awaitProbe(LIVENESS, 200);
                pod.awaitProbe(READINESS, 200);
                assertThat(pod.endsInTime()).isTrue();
            }
        }
    }

    /** By the shell and curl of this machine, where it has them. */
    @Test
    void helmsTestPlacesAnOrder_waitsForItsEnd_andTakesItBack() throws Exception {
        assumeThat(Path.of("/usr/bin/curl")).exists();
        long product = orderflow.addProduct("Tester", 5);
        JsonNode container = chart.named("Pod", "shop-test").at("/spec/containers/0");
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-euc", container.at("/args/0").asString()).redirectErrorStream(true);
        builder.environment()
                .put("GATEWAY", orderflow.stack().service(Service.GATEWAY).uri().toString());
        builder.environment().put("PRODUCT", String.valueOf(product));

        Process test = builder.start();
        String output = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(test.waitFor()).as(output).isZero();
        assertThat(output).contains("is placed", "is confirmed");
        long order = Long.parseLong(output.replaceFirst("(?s)Order (\\d+) .*", "$1"));
        assertThat(orderflow.order(order).text("status")).isEqualTo("cancelled");
    }

    private Pod start(Service service, Map<String, String> servers) {
        return Pod.start(
                orderflow.stack(), service, chart.deployment(service.title()).at("/spec/template/spec"), servers);
    }

    /** Nobody listens there: requests are answered all the same. */
    private static Map<String, String> withoutABroker() {
        return new HashMap<>(
                Map.of("SPRING_RABBITMQ_HOST", "127.0.0.1", "SPRING_RABBITMQ_PORT", String.valueOf(FreePorts.next())));
    }

    private static Map<String, String> withoutServices() {
        String nobody = "http://127.0.0.1:" + FreePorts.next();
        return Map.of(
                "ORDERFLOW_GATEWAY_ORDER_COMMAND", nobody,
                "ORDERFLOW_GATEWAY_INVENTORY_COMMAND", nobody,
                "ORDERFLOW_GATEWAY_NOTIFICATION_PROJECTION", nobody);
    }

    private void createDatabase(String name) throws SQLException {
        try (Connection connection = orderflow.database(Service.ORDER_COMMAND);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }
}
