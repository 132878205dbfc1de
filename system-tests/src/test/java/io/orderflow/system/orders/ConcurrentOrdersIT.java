package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.line;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSystem.class)
class ConcurrentOrdersIT {

    private static final int ORDERS = 200;
    private static final int STOCK = 100;
    private static final int CLIENTS = 20;

    private final Orderflow orderflow;

    ConcurrentOrdersIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void takeTheWholeStockAndNotOnePieceMore() throws Exception {
        long product = orderflow.addProduct("Ticket", STOCK);

        List<Long> orders = placeAtOnce(line(product, 1));

        Map<String, Long> outcomes = orders.stream()
                .collect(groupingBy(order -> orderflow.ended(order).text("status"), counting()));
        assertThat(outcomes).isEqualTo(Map.of("confirmed", (long) STOCK, "cancelled", (long) ORDERS - STOCK));
        assertThat(orderflow.stockOf(product)).isZero();
        assertThat(orders)
                .allSatisfy(
                        order -> assertThat(orderflow.notificationsOf(order)).hasSize(1));
    }

    private List<Long> placeAtOnce(String order) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            Callable<Long> place = () -> orderflow.placed(order);
            List<Long> ids = new ArrayList<>();
            for (Future<Long> placed :
                    clients.invokeAll(Stream.generate(() -> place).limit(ORDERS).toList())) {
                ids.add(placed.get());
            }
            return ids;
        } finally {
            clients.shutdown();
        }
    }
}
