package io.orderflow.system.faults;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.Ports;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.host.Pause;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Two instances of a service share the segments of its processors, and the partitions of its queue. One that comes, goes, is killed or
 * sleeps through its time costs no event and no order.
 */
class PartitionsIT {

    private static final boolean LONG = "long".equals(System.getProperty("faults"));

    private static final List<Service> DIVIDED = List.of(Service.ORDER_COMMAND, Service.INVENTORY_COMMAND);
    private static final int SEGMENTS = 4;
    private static final int PARTITIONS = 4;

    /** Longer than any transaction. */
    private static final int SECONDS_ASLEEP = LONG ? 60 : 25;

    private static LocalStack stack;
    private static Orderflow orderflow;

    @BeforeAll
    static void start() {
        LocalStack.Builder builder = LocalStack.in(ProjectRoot.of(PartitionsIT.class))
                .data(RunningSystem.data().resolveSibling("partitions-stack"))
                .ports(Ports.free())
                .console(System.out::println)
                .fresh();
        RunningSystem.forShortLives(builder);
        DIVIDED.forEach(service -> builder.with(service, "ORDERFLOW_PROCESSORS_SEGMENTS", String.valueOf(SEGMENTS)));
        Service.behindTheGateway()
                .forEach(service -> builder.with(service, "ORDERFLOW_PARTITIONS", String.valueOf(PARTITIONS)));
        stack = builder.build();
        stack.start();
        orderflow = Orderflow.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void instancesThatComeGoDieAndSleepCostNoEventAndNoOrder() throws Exception {
        Report report = new Drill(orderflow, 1_000, PARTITIONS).run("instancesShareTheWork", load -> {
            DIVIDED.forEach(stack::startAnother);
            stack.startAnother(Service.NOTIFICATION_PROJECTION);
            DIVIDED.forEach(service -> awaitShares(service, List.of(2L, 2L)));
            load.awaitMoreOfEach(20);

            ServiceProcess sleeper = others().get(1);
            sleeper.suspend();
            try {
                stack.service(Service.ORDER_COMMAND).kill();
                stack.service(Service.ORDER_COMMAND).awaitHealthy();
                load.awaitMoreOfEach(20);
                Pause.of(Duration.ofSeconds(SECONDS_ASLEEP));
            } finally {
                sleeper.resume();
            }
            DIVIDED.forEach(service -> awaitShares(service, List.of(2L, 2L)));
            load.awaitMoreOfEach(20);

            others().forEach(stack::stopAnother);
            DIVIDED.forEach(service -> awaitShares(service, List.of(4L)));
            Service.behindTheGateway().forEach(PartitionsIT::catchUp);
            rebuildNotifications();
        });
        System.out.println(Report.table(List.of(report)));

        assertThat(report.faults()).isEmpty();
        assertThat(report.tally().accepted()).isGreaterThan(60);
    }

    private static void catchUp(Service service) {
        assertThat(orderflow.post(service, "/inbox/catch-up", "").status()).isEqualTo(202);
    }

    private static void rebuildNotifications() {
        String rebuild = orderflow
                .post(Service.NOTIFICATION_PROJECTION, "/projections/notifications/rebuild", "")
                .location();
        await("the rebuilt notifications")
                .atMost(PATIENCE)
                .until(() -> orderflow
                        .get(Service.NOTIFICATION_PROJECTION, rebuild)
                        .text("state")
                        .equals("finished"));
    }

    /** Those that do not belong to the stack from its start. */
    private static List<ServiceProcess> others() {
        return stack.services().stream()
                .filter(instance -> instance != stack.service(instance.service()))
                .toList();
    }

    /**
     * Of each processor and of the service's queue, the first instance of the service says how many segments and partitions each
     * instance has.
     */
    private static void awaitShares(Service service, List<Long> shares) {
        await("each instance of " + service + " to have its share")
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(orderflow.get(service, "/processors").rows())
                            .isNotEmpty()
                            .allSatisfy(processor -> assertThat(byInstance(processor, "segments"))
                                    .containsExactlyElementsOf(shares));
                    assertThat(orderflow.get(service, "/queues").rows())
                            .filteredOn(queue -> queue.has("partitions"))
                            .singleElement()
                            .satisfies(queue ->
                                    assertThat(byInstance(queue, "partitions")).containsExactlyElementsOf(shares));
                });
    }

    private static Collection<Long> byInstance(JsonNode whole, String parts) {
        return whole.get(parts)
                .valueStream()
                .filter(part -> !part.get("instance").isNull())
                .collect(groupingBy(part -> part.get("instance").asString(), counting()))
                .values();
    }
}
