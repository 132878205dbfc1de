package io.orderflow.system.faults;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static java.util.Map.entry;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.host.Pause;
import io.orderflow.local.host.TcpProxy;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.mongo.MongoStandIn;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import io.orderflow.system.faults.Drill.Fault;
import io.orderflow.system.load.Cancellations;
import io.orderflow.system.load.Load;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The promise under faults: while clients place orders, something breaks and is mended. Then the load stops, everything
 * that was accepted comes to its end, and the result is counted. The long form, {@code -Dfaults=long}, breaks more.
 */
@ExtendWith(RunningSystem.class)
class FaultsIT {

    private static final boolean LONG = "long".equals(System.getProperty("faults"));
    /** For how long readers look for the event of a gap. */
    private static final Duration GAP_TIMEOUT = Duration.ofSeconds(60);

    private static final Random RANDOM = new Random();

    private static final List<Report> REPORTS = new ArrayList<>();
    private static final List<String> SKIPPED = new ArrayList<>();

    private final Orderflow orderflow;
    private final LocalStack stack;
    private String script;
    private Drill drill;

    FaultsIT(Orderflow orderflow) {
        this.orderflow = orderflow;
        this.stack = orderflow.stack();
    }

    @BeforeEach
    void stockUp(TestInfo test) {
        script = test.getTestMethod().orElseThrow().getName();
        drill = new Drill(orderflow, LONG ? 20_000 : 1_000);
    }

    @AfterAll
    static void printAll() {
        System.out.println();
        if (!REPORTS.isEmpty()) {
            System.out.println(Report.table(REPORTS));
        }
        SKIPPED.forEach(System.out::println);
        System.out.println();
    }

    @Test
    void servicesAreKilled() throws Exception {
        assumeLongForm(); // in the short form, they are killed while customers cancel
        requireNoFaults(load -> {
            for (int round = 0; round < 5; round++) {
                for (ServiceProcess service : stack.services()) {
                    pauseUpTo(Duration.ofSeconds(15));
                    service.kill();
                }
                stack.services().forEach(ServiceProcess::awaitHealthy);
            }
        });
    }

    /** Whether it is pending, just being confirmed, or confirmed, an order is cancelled once, and so its stock comes back. */
    @Test
    void customersCancelOrdersWhileServicesAreKilled() throws Exception {
        Set<Long> cancelled = new HashSet<>();
        Report report = report(load -> {
            try (Cancellations cancellations = new Cancellations(orderflow, load)) {
                for (int round = 0; round < (LONG ? 5 : 1); round++) {
                    for (ServiceProcess service : stack.services()) {
                        cancellations.awaitMore(LONG ? 20 : 5);
                        pauseUpTo(Duration.ofSeconds(LONG ? 10 : 1));
                        service.kill();
                    }
                    stack.services().forEach(ServiceProcess::awaitHealthy);
                }
                cancellations.stop();
                assertThat(cancellations.wrongAnswers()).isEmpty();
                cancelled.addAll(cancellations.cancelled());
            }
        });

        assertThat(report.faults()).isEmpty();
        assertThat(report.tally().withdrawn()).isGreaterThanOrEqualTo(cancelled.size());
        assertThat(cancelled)
                .allSatisfy(order ->
                        assertThat(orderflow.order(order).text("reason")).startsWith("cancelled by "));
    }

    @Test
    void theBrokerIsStoppedForAWhile() throws Exception {
        if (stack.broker().kind() == Broker.Kind.RABBITMQ) {
            assumeLongForm(); // in the short form it is killed
        }
        requireNoFaults(load -> {
            stack.broker().stop();
            pause(LONG ? 30 : 4);
            load.awaitMore(20);
            stack.broker().start();
        });
    }

    @Test
    void theBrokerIsKilled() throws Exception {
        assumeRabbitMq();
        requireNoFaults(load -> {
            for (int kills = 0; kills < (LONG ? 3 : 1); kills++) {
                pauseUpTo(Duration.ofSeconds(2));
                stack.broker().kill();
                load.awaitMore(20);
                stack.broker().start();
            }
        });
    }

    @Test
    void theBrokerRefusesPublishes() throws Exception {
        assumeRabbitMq();
        requireNoFaults(load -> {
            try (Rabbit rabbit = new Rabbit(stack)) {
                for (String queue : Topology.QUEUES.keySet()) {
                    rabbit.management(
                            "PUT",
                            "policies/%2F/refuse",
                            "{\"pattern\": \"^" + queue + "$\", \"apply-to\": \"queues\", \"definition\":"
                                    + " {\"max-length\": 0, \"overflow\": \"reject-publish\"}}");
                    awaitProblem(publisherTo(queue), "refused");
                    load.awaitMore(20);
                    pause(LONG ? 10 : 1);
                    rabbit.management("DELETE", "policies/%2F/refuse", "");
                }
            }
        });
    }

    @Test
    void connectionsToTheBrokerAreResetAndSlowed() throws Exception {
        TcpProxy proxy = orderflow.brokerProxy();
        requireNoFaults(load -> {
            for (int round = 0; round < (LONG ? 10 : 2); round++) {
                pauseUpTo(Duration.ofMillis(1_500));
                proxy.reset();
                pauseUpTo(Duration.ofMillis(1_500));
                proxy.delay(Duration.ofMillis(200));
                pause(1);
                proxy.delay(Duration.ZERO);
            }
        });
    }

    @Test
    void postgresIsRestartedAndKilled() throws Exception {
        requireNoFaults(load -> {
            stack.postgres().stop();
            pause(LONG ? 10 : 1);
            stack.postgres().start();
            for (int kills = 0; kills < (LONG ? 3 : 1); kills++) {
                load.awaitMore(20);
                pauseUpTo(Duration.ofSeconds(1));
                stack.postgres().kill();
                stack.postgres().start();
            }
        });
    }

    @Test
    void mongoIsRestarted() throws Exception {
        MongoStandIn mongo = orderflow.mongo();
        requireNoFaults(load -> {
            mongo.stop();
            load.awaitMore(20);
            pause(LONG ? 10 : 2);
            mongo.start();
        });
    }

    @Test
    void everyMessageIsDeliveredThreeTimesInAnyOrder() throws Exception {
        try (Repeater repeater = new Repeater(stack)) {
            List<Integer> repeated = new ArrayList<>();
            Report report = report(load -> {
                pause(LONG ? 30 : 4);
                load.stop(PATIENCE);
                repeated.add(repeater.finish());
            });

            assertThat(report.faults()).isEmpty();
            // At the least a question, an answer and a notification of each order.
            assertThat(repeated.get(0))
                    .isGreaterThanOrEqualTo(3 * report.tally().accepted());
        }
    }

    @Test
    void queuesAreUnboundWhileSomebodyElseListens() throws Exception {
        Report report = report(load -> {
            try (Rabbit rabbit = new Rabbit(stack)) {
                String other = rabbit.channel().queueDeclare().getQueue();
                rabbit.channel().queueBind(other, Topology.EXCHANGE, "#");
                for (int round = 0; round < (LONG ? 10 : 2); round++) {
                    for (String queue : Topology.QUEUES.keySet()) {
                        rabbit.unbind(queue);
                        load.awaitMore(20);
                    }
                }
            }
        });

        // What has to be asked for comes behind what did not.
        assertThat(report.faults().keySet()).isSubsetOf("out of order");
    }

    @Test
    void theExchangeIsDeleted() throws Exception {
        requireNoFaults(load -> {
            try (Rabbit rabbit = new Rabbit(stack)) {
                for (int round = 0; round < (LONG ? 5 : 1); round++) {
                    rabbit.channel().exchangeDelete(Topology.EXCHANGE);
                    load.awaitMore(20);
                    pause(3);
                }
            }
        });
    }

    @Test
    void poisonIsAmongTheMessages() throws Exception {
        Map<String, String> routingKeys = Map.of(
                Topology.INVENTORY_CHECKS, Topology.CHECK_INVENTORY,
                Topology.ORDER_RESPONSES, Topology.INVENTORY_RESPONSE,
                Topology.NOTIFICATIONS, Topology.NOTIFICATION_OF_ORDER);
        List<String> poisoned = new ArrayList<>();
        Report report = report(load -> {
            try (Rabbit rabbit = new Rabbit(stack)) {
                // An order makes at most seven messages in a queue, so this is at least 1 % of them.
                for (int round = 0; round < (LONG ? 140 : 14); round++) {
                    load.awaitMore(LONG ? 12 : 6);
                    Poison poison = Poison.KINDS.get(round % Poison.KINDS.size());
                    for (String queue : Topology.QUEUES.keySet()) {
                        rabbit.publish(routingKeys.get(queue), poison.headers(), poison.body());
                        poisoned.add(queue + " " + poison.body());
                    }
                }
            }
        });

        assertThat(report.faults()).containsExactly(entry("dead letters", (long) poisoned.size()));
        assertThat(report.deadLetters())
                .allSatisfy(
                        letter -> assertThat(letter.get("reason").asString()).isNotBlank());
        assertThat(countOfEach(report.deadLetters().stream()
                        .map(letter -> letter.get("queue").asString() + " "
                                + letter.get("body").asString())))
                .isEqualTo(countOfEach(poisoned.stream()));
    }

    @Test
    void answersComeTooLate() throws Exception {
        Report report = report(load -> {
            try (Connection inventory = orderflow.database(Service.INVENTORY_COMMAND)) {
                inventory.setAutoCommit(false);
                inventory.createStatement().execute("LOCK TABLE domain_event_entry IN EXCLUSIVE MODE");
                load.awaitMore(20);
                JsonResponse waiting = orderflow.ended(Collections.max(load.accepted()));
                assertThat(waiting.text("reason")).startsWith("inventory did not answer");
                pause(LONG ? 5 : 1);
            }
        });

        assertThat(report.tally().unanswered()).isPositive();
        assertThat(report.faults()).extractingFromEntries(Map.Entry::getKey).isSubsetOf("unanswered");
    }

    /** It is relayed as it is, and parked by inventory-command, which cannot read it either. */
    @Test
    void anEventCannotBeReadForAWhile() throws Exception {
        assumeLongForm();
        ServiceProcess orders = stack.service(Service.ORDER_COMMAND);
        NewerVersion newer = new NewerVersion(orderflow);
        List<Long> unreadable = new ArrayList<>();
        Report report = report(load -> {
            load.awaitMore(1);
            unreadable.add(newer.place(load.accepted().get(0)));
            try {
                load.add(unreadable.get(0));
                awaitProblem(Service.ORDER_COMMAND, "orders: trying again");
                load.awaitMore(20);
            } finally {
                orders.stop();
                newer.deploy(unreadable.get(0));
                orders.start();
            }
        });

        assertThat(report.faults()).containsOnly(entry("dead letters", 1L), entry("undelivered", 1L));
        assertThat(report.deadLetters().get(0).get("body").asString()).contains("\"orderId\": " + unreadable.get(0));
        assertThat(orderflow.order(unreadable.get(0)).text("reason")).startsWith("inventory did not answer");
    }

    @Test
    void twoInstancesOfEachServiceAndOneOfEachIsKilledThenTheyAreRestartedInTurn() throws Exception {
        List<Service> doubled =
                LONG ? Service.behindTheGateway() : List.of(Service.ORDER_COMMAND, Service.INVENTORY_COMMAND);
        withAnother(
                doubled,
                () -> requireNoFaults(load -> {
                    for (Service service : doubled) {
                        pause(2);
                        stack.service(service).kill();
                    }
                    stack.services().forEach(ServiceProcess::awaitHealthy);
                    for (Service service : doubled) {
                        restartInTurn(service, load);
                    }
                }));
    }

    /**
     * As a release is installed: an instance stops in an orderly way, the other takes over in the middle of the load. The one
     * that was not killed has the queues by then.
     */
    private void restartInTurn(Service service, Load load) {
        List<ServiceProcess> instances = stack.services().stream()
                .filter(instance -> instance.service() == service)
                .filter(instance -> LONG || instance != stack.service(service))
                .toList();
        for (ServiceProcess instance : instances) {
            instance.stop();
            if (instance == stack.service(Service.ORDER_COMMAND)) {
                placeAtOthers(instance, instances, load); // as the load's clients know this one alone
            } else {
                load.awaitMore(20);
            }
            instance.start();
            instance.awaitHealthy();
        }
    }

    private static void placeAtOthers(ServiceProcess stopped, List<ServiceProcess> instances, Load load) {
        instances.stream().filter(instance -> instance != stopped).forEach(instance -> {
            for (int order = 0; order < 20; order++) {
                load.place(instance);
            }
        });
    }

    /** What an instance writes when it wakes up must not be taken for something that was read long ago. */
    @Test
    void anInstanceSleepsThroughALongOutageOfTheBroker() throws Exception {
        assumeLongForm();
        EventStores stores = new EventStores(orderflow, 1);
        withAnother(
                List.of(Service.ORDER_COMMAND),
                () -> requireNoFaults(load -> {
                    ServiceProcess sleeper =
                            stack.services().get(stack.services().size() - 1);
                    load.place(sleeper);
                    sleeper.suspend();
                    try {
                        stack.broker().stop();
                        Pause.of(GAP_TIMEOUT.plusSeconds(10));
                        stack.broker().start();
                        load.stop(PATIENCE);
                        await("all to be read")
                                .atMost(PATIENCE)
                                .until(() -> stores.sagasLeft() == 0 && stores.unhandled() == 0);
                    } finally {
                        sleeper.resume();
                    }
                    for (int orders = 0; orders < 3; orders++) {
                        load.place(sleeper);
                    }
                }));
    }

    private void requireNoFaults(Fault fault) throws Exception {
        assertThat(report(fault).faults()).isEmpty();
    }

    private Report report(Fault fault) throws Exception {
        Report report = drill.run(script, fault);
        REPORTS.add(report);
        System.out.println(Report.table(List.of(report)));
        assertThat(report.tally().accepted()).as("the load").isGreaterThan(20);
        assertThat(report.warnings()).as("products that run low or out").isPositive();
        return report;
    }

    private void withAnother(List<Service> services, Step step) throws Exception {
        List<ServiceProcess> others = new CopyOnWriteArrayList<>();
        try {
            services.parallelStream().map(stack::startAnother).forEach(others::add);
            step.take();
        } finally {
            others.forEach(stack::stopAnother);
        }
    }

    /** Shows that the fault has come about. */
    private void awaitProblem(Service service, String problem) {
        await(service + " to say: " + problem)
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(orderflow.problems(service)).contains(problem));
    }

    private static Service publisherTo(String queue) {
        return queue.equals(Topology.ORDER_RESPONSES) ? Service.INVENTORY_COMMAND : Service.ORDER_COMMAND;
    }

    private static Map<String, Long> countOfEach(Stream<String> texts) {
        return texts.collect(groupingBy(text -> text, counting()));
    }

    private void assumeRabbitMq() {
        if (stack.broker().kind() != Broker.Kind.RABBITMQ) {
            SKIPPED.add(script + " is skipped: it needs a RabbitMQ, and none is installed");
        }
        assumeThat(stack.broker().kind()).isEqualTo(Broker.Kind.RABBITMQ);
    }

    private void assumeLongForm() {
        if (!LONG) {
            SKIPPED.add(script + " is part of the long form only");
        }
        assumeThat(LONG).as("the long form").isTrue();
    }

    private static void pause(long seconds) {
        Pause.of(Duration.ofSeconds(seconds));
    }

    private static void pauseUpTo(Duration longest) {
        Pause.of(Duration.ofMillis(RANDOM.nextLong(longest.toMillis())));
    }

    private interface Step {
        void take() throws Exception;
    }
}
