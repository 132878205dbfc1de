package io.orderflow.system.cluster;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.Ports;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.broker.RabbitMqCluster;
import io.orderflow.local.host.Pause;
import io.orderflow.local.postgres.PostgresCluster;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import io.orderflow.system.faults.Drill;
import io.orderflow.system.faults.Drill.Fault;
import io.orderflow.system.faults.Report;
import io.orderflow.system.load.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/**
 * The promise on a RabbitMQ of three nodes and a PostgreSQL with two standbys: while clients place orders, members are lost, hang, and
 * come back, and instances of the services are restarted. Then all is counted. The long form, {@code -Pcluster}, has more.
 */
@Tag("cluster")
class ClusterIT {

    private static final boolean LONG = "long".equals(System.getProperty("faults"));

    /** Longer than anybody waits for an answer. */
    private static final Duration HANGING = Duration.ofSeconds(70);

    private static final List<Report> REPORTS = new ArrayList<>();

    private static LocalStack stack;
    private static Orderflow orderflow;
    private static RabbitMqCluster broker;
    private static PostgresCluster postgres;

    private String script;

    @BeforeAll
    static void start() {
        assumeThat(Broker.Kind.preferred()).as("an installed broker").isEqualTo(Broker.Kind.RABBITMQ);
        LocalStack.Builder builder = LocalStack.in(ProjectRoot.of(ClusterIT.class))
                .data(RunningSystem.data().resolveSibling("cluster-stack"))
                .ports(Ports.free())
                .console(System.out::println)
                .clustered();
        RunningSystem.forShortLives(builder);
        stack = builder.build();
        RunningSystem.startInTurn(stack);
        orderflow = Orderflow.of(stack);
        broker = stack.brokerCluster();
        postgres = stack.postgresCluster();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            System.out.println();
            System.out.println(Report.table(REPORTS));
            System.out.println();
            stack.close();
        }
    }

    @BeforeEach
    void name(TestInfo test) {
        script = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void theLeaderOfAQueueAndThePrimaryAreKilled() throws Exception {
        requireNoFaults(load -> {
            killLeader(Topology.INVENTORY_CHECKS, load);
            killPrimary(load);
        });
    }

    @Test
    void leadersAreKilledInTurn() throws Exception {
        assumeLongForm();
        requireNoFaults(load -> {
            for (String queue : Topology.QUEUES.keySet()) {
                killLeader(queue, load);
            }
        });
    }

    @Test
    void aLeaderHangs() throws Exception {
        assumeLongForm();
        requireNoFaults(load -> {
            String leader = leaderOf(Topology.ORDER_RESPONSES);
            broker.suspend(leader);
            try {
                awaitLeader(Topology.ORDER_RESPONSES, other -> !other.equals(leader));
                awaitOrders(load);
                Pause.of(HANGING);
            } finally {
                broker.resume(leader);
            }
            awaitAllMembers();
        });
    }

    @Test
    void aNodeIsCutOff() throws Exception {
        assumeLongForm();
        requireNoFaults(load -> {
            String leader = leaderOf(Topology.INVENTORY_CHECKS);
            broker.cutOff(leader);
            awaitLeader(Topology.INVENTORY_CHECKS, other -> !other.equals(leader));
            awaitOrders(load);
            broker.reconnect(leader);
            awaitAllMembers();
        });
    }

    /** As one upgrades them: the next one when the one before is a member again. */
    @Test
    void nodesAreRestartedInTurn() throws Exception {
        assumeLongForm();
        requireNoFaults(load -> {
            for (String node : broker.names()) {
                broker.stop(node);
                awaitOrders(load);
                broker.start(node);
                awaitAllMembers();
            }
        });
    }

    @Test
    void primariesAreKilledInTurn() throws Exception {
        assumeLongForm();
        requireNoFaults(load -> {
            for (int kills = 0; kills < 3; kills++) {
                killPrimary(load);
            }
        });
    }

    /** Nothing can be committed meanwhile, and what hung at last commits in any order. */
    @Test
    void bothStandbysHang() throws Exception {
        assumeLongForm();
        requireNoFaults(load -> {
            postgres.suspendStandbys();
            try {
                Pause.of(HANGING);
            } finally {
                postgres.resumeStandbys();
            }
            postgres.awaitStandbys();
            awaitOrders(load);
        });
    }

    @Test
    void thePrimaryHangs() throws Exception {
        assumeLongForm();
        requireNoFaults(load -> {
            postgres.suspendPrimary();
            postgres.failOver();
            awaitOrders(load);
            postgres.addStandbys();
        });
    }

    /** What the new model lacked would be lost. */
    @Test
    void leadersAreKilledWhileNotificationsAreRebuilt() throws Exception {
        assumeLongForm();
        requireNoFaults(load -> {
            for (int rebuilds = 0; rebuilds < 3; rebuilds++) {
                load.awaitMore(20);
                String rebuild = orderflow
                        .post(Service.NOTIFICATION_PROJECTION, "/projections/notifications/rebuild", "")
                        .location();
                killLeader(Topology.NOTIFICATIONS, load);
                await("the end of the rebuild")
                        .atMost(PATIENCE)
                        .until(() -> orderflow
                                .get(Service.NOTIFICATION_PROJECTION, rebuild)
                                .text("state")
                                .equals("finished"));
            }
        });
    }

    /** As a release is installed. An instance that stops gets no new requests, and answers those that it has. */
    @Test
    void twoInstancesOfEachServiceAreRestartedInTurn() throws Exception {
        assumeLongForm();
        List<ServiceProcess> seconds = Service.behindTheGateway().parallelStream()
                .map(stack::startAnother)
                .toList();
        try {
            requireNoFaults(load -> {
                load.placeAt(instancesOf(Service.ORDER_COMMAND));
                for (Service service : Service.behindTheGateway()) {
                    for (ServiceProcess instance : instancesOf(service)) {
                        load.placeAt(instancesOf(Service.ORDER_COMMAND).stream()
                                .filter(other -> other != instance)
                                .toList());
                        instance.stop();
                        load.awaitMore(20);
                        instance.start();
                        instance.awaitHealthy();
                        load.placeAt(instancesOf(Service.ORDER_COMMAND));
                        load.awaitMore(20);
                    }
                }
                assertThat(load.unanswered()).as("requests without an answer").isZero();
            });
        } finally {
            seconds.forEach(stack::stopAnother);
        }
    }

    private static List<ServiceProcess> instancesOf(Service service) {
        return stack.services().stream()
                .filter(instance -> instance.service() == service)
                .toList();
    }

    private void killLeader(String queue, Load load) throws Exception {
        String leader = leaderOf(queue);
        broker.kill(leader);
        awaitLeader(queue, other -> !other.equals(leader));
        awaitOrders(load);
        broker.start(leader);
        awaitAllMembers();
    }

    private void killPrimary(Load load) {
        postgres.kill();
        postgres.failOver();
        awaitOrders(load);
        postgres.addStandbys();
        load.awaitMore(20);
    }

    /** Waits until orders are accepted, and come to their ends, as if nothing had happened. */
    private void awaitOrders(Load load) {
        load.awaitMore(20);
        assertThat(orderflow.ended(Collections.max(load.accepted())).text("status"))
                .isIn("confirmed", "cancelled");
        load.awaitMore(20);
    }

    private static String leaderOf(String queue) throws Exception {
        return queue(queue).path("leader").asString();
    }

    private static void awaitLeader(String queue, Predicate<String> expected) {
        await("another leader of " + queue)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> leaderOf(queue), leader -> !leader.isEmpty() && expected.test(leader));
    }

    private static void awaitAllMembers() {
        await("all nodes to be members of all queues")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> {
                    for (String queue : Topology.QUEUES.keySet()) {
                        assertThat(queue(queue).path("online")).hasSameSizeAs(broker.names());
                    }
                });
    }

    private static JsonNode queue(String name) throws Exception {
        try (Rabbit rabbit = new Rabbit(stack)) {
            return rabbit.management("GET", "queues/%2F/" + name, "");
        }
    }

    private void requireNoFaults(Fault fault) throws Exception {
        Report report = new Drill(orderflow, 20_000).run(script, fault);
        REPORTS.add(report);
        System.out.println(Report.table(List.of(report)));
        assertThat(report.tally().accepted()).as("the load").isGreaterThan(20);
        assertThat(report.faults()).isEmpty();
    }

    private static void assumeLongForm() {
        assumeThat(LONG).as("the long form").isTrue();
    }
}
