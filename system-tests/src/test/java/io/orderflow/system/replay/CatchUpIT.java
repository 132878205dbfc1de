package io.orderflow.system.replay;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody has emptied a queue that had messages in it; one request to its service brings them back. */
@ExtendWith(RunningSystem.class)
class CatchUpIT {

    /** More orders than inventory takes from its queue before it has stored the first. */
    private static final int ORDERS = 250;

    private final Orderflow orderflow;

    CatchUpIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void ordersThatInventoryNeverHeardOfGoOn() throws Exception {
        long product = orderflow.addProduct("Rug", 10 * ORDERS);
        List<Long> orders = new ArrayList<>();
        try (Connection inventory = orderflow.database(Service.INVENTORY_COMMAND);
                Rabbit rabbit = new Rabbit(orderflow.stack())) {
            inventory.setAutoCommit(false);
            inventory.createStatement().execute("LOCK TABLE domain_event_entry IN EXCLUSIVE MODE");
            for (int i = 0; i < ORDERS; i++) {
                orders.add(orderflow.placed(line(product, 1)));
            }
            await("the last order in the queue")
                    .atMost(PATIENCE)
                    .until(() -> rabbit.channel().messageCount(Topology.INVENTORY_CHECKS) >= ORDERS - 200);
            rabbit.channel().queuePurge(Topology.INVENTORY_CHECKS);
        }

        assertThat(orderflow
                        .post(Service.INVENTORY_COMMAND, "/inbox/catch-up", "")
                        .status())
                .isEqualTo(202);

        long last = orders.get(orders.size() - 1);
        assertThat(orderflow.ended(last).text("status")).isEqualTo("confirmed");
        orders.forEach(order -> assertThat(orderflow.notificationsOf(order)).hasSize(1));
        await("what late answers reserved to be given back").atMost(PATIENCE).untilAsserted(() -> {
            long confirmed = orders.stream()
                    .filter(order -> orderflow.order(order).text("status").equals("confirmed"))
                    .count();
            assertThat(orderflow.stockOf(product)).isEqualTo(10 * ORDERS - confirmed);
        });
    }

    @Test
    void clientsAreToldOnceOfWhatWasDestroyedOnItsWayToThem() throws Exception {
        long product = orderflow.addProduct("Mat", 5);
        ServiceProcess notifications = orderflow.stack().service(Service.NOTIFICATION_PROJECTION);
        long heardOf = orderflow.placed(line(product, 1));
        orderflow.notificationsOf(heardOf);
        notifications.stop();
        long unheardOf = orderflow.placed(line(product, 1));
        orderflow.ended(unheardOf);
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            await().atMost(PATIENCE).until(() -> rabbit.channel().messageCount(Topology.NOTIFICATIONS) > 0);
            rabbit.channel().queuePurge(Topology.NOTIFICATIONS);
        }
        notifications.start();
        notifications.awaitHealthy();

        assertThat(orderflow
                        .post(Service.NOTIFICATION_PROJECTION, "/inbox/catch-up", "")
                        .status())
                .isEqualTo(202);

        assertThat(orderflow.notificationsOf(unheardOf)).hasSize(1);
        assertThat(orderflow.notificationsOf(heardOf)).hasSize(1);
    }
}
