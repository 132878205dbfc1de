package io.orderflow.system.faults;

import static io.orderflow.system.driver.Orderflow.line;
import static io.orderflow.system.driver.Orderflow.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What has piled up while a service was down is worked off, in transactions that end in time. */
@ExtendWith(RunningSystem.class)
class BacklogIT {

    private static final int MOST_LINES = 100;
    private static final int ORDERS = 40;

    private final Orderflow orderflow;

    BacklogIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void ofTheLargestOrders() {
        List<Long> products = IntStream.range(0, MOST_LINES)
                .mapToObj(number -> orderflow.addProduct("Part " + number, ORDERS))
                .toList();
        String order = lines(products.stream().map(product -> line(product, 1)).toArray(String[]::new));
        ServiceProcess inventory = orderflow.stack().service(Service.INVENTORY_COMMAND);
        inventory.stop();
        List<Long> orders =
                Stream.generate(() -> orderflow.placed(order)).limit(ORDERS).toList();

        inventory.start();
        inventory.awaitHealthy();

        // On a machine that is busy, inventory may take longer for the first of them than an order waits.
        long confirmed = orders.stream()
                .filter(id -> orderflow.ended(id).text("status").equals("confirmed"))
                .count();
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(products)
                        .allSatisfy(product ->
                                assertThat(orderflow.stockOf(product)).isEqualTo(ORDERS - confirmed)));
    }
}
