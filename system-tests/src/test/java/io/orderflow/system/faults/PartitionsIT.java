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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Two instances of a service share the segments of its processors. One that comes, goes, is killed or sleeps through its time costs no
 * event and no order.
 */
class PartitionsIT {

    private static final boolean LONG = "long".equals(System.getProperty("faults"));

    private static final List<Service> DIVIDED = List.of(Service.ORDER_COMMAND, Service.INVENTORY_COMMAND);
    private static final int SEGMENTS = 4;

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
        Report report = new Drill(orderflow, 1_000).run("instancesShareSegments", load -> {
            DIVIDED.forEach(stack::startAnother);
            DIVIDED.forEach(service -> awaitShares(service, List.of(SEGMENTS / 2L, SEGMENTS / 2L)));
            load.awaitMoreOfEach(20);

            ServiceProcess sleeper = others().get(1);
            signal("STOP", sleeper);
            try {
                stack.service(Service.ORDER_COMMAND).kill();
                stack.service(Service.ORDER_COMMAND).awaitHealthy();
                load.awaitMoreOfEach(20);
                Pause.of(Duration.ofSeconds(SECONDS_ASLEEP));
            } finally {
                signal("CONT", sleeper);
            }
            DIVIDED.forEach(service -> awaitShares(service, List.of(SEGMENTS / 2L, SEGMENTS / 2L)));
            load.awaitMoreOfEach(20);

            others().forEach(stack::stopAnother);
            DIVIDED.forEach(service -> awaitShares(service, List.of((long) SEGMENTS)));
        });
        System.out.println(Report.table(List.of(report)));

        assertThat(report.faults()).isEmpty();
        assertThat(report.tally().accepted()).isGreaterThan(60);
    }

    /** Those that do not belong to the stack from its start. */
    private static List<ServiceProcess> others() {
        return stack.services().stream()
                .filter(instance -> instance != stack.service(instance.service()))
                .toList();
    }

    /** Of each processor, the first instance of the service says how many segments each instance has. */
    private static void awaitShares(Service service, List<Long> shares) {
        await("each instance of " + service + " to have its share")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                orderflow.get(service, "/processors").rows())
                        .isNotEmpty()
                        .allSatisfy(processor -> assertThat(
                                        segmentsByInstance(processor).values())
                                .containsExactlyElementsOf(shares)));
    }

    private static Map<String, Long> segmentsByInstance(JsonNode processor) {
        return processor
                .get("segments")
                .valueStream()
                .collect(groupingBy(segment -> segment.get("instance").asString(), counting()));
    }

    private static void signal(String signal, ServiceProcess service) throws Exception {
        String pid = String.valueOf(service.pid().orElseThrow());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }
}
