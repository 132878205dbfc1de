package io.orderflow.system.faults;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of two instances of a service, the one that does the work is killed and stays dead: the other does it. */
@ExtendWith(RunningSystem.class)
class FailoverIT {

    private final Orderflow orderflow;
    private final LocalStack stack;

    FailoverIT(Orderflow orderflow) {
        this.orderflow = orderflow;
        this.stack = orderflow.stack();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GATEWAY")
    void ordersAreConfirmedAndNotified(Service killed) {
        long product = orderflow.addProduct("Survivor", 10);
        ServiceProcess first = stack.service(killed);
        assertThat(orderflow.ended(orderflow.placed(line(product, 1))).text("status"))
                .isEqualTo("confirmed");
        ServiceProcess other = stack.startAnother(killed);
        try {
            first.kill();
            first.stop(); // or the stack would start it again

            ServiceProcess orders = killed == Service.ORDER_COMMAND ? other : stack.service(Service.ORDER_COMMAND);
            JsonResponse placed =
                    orderflow.place(orders, line(product, 2), UUID.randomUUID().toString());

            assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
            long order = placed.number("id");
            await("the end of order " + order)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    orderflow.get(orders, "/orders/" + order).text("status"))
                            .isEqualTo("confirmed"));
            ServiceProcess notifications =
                    killed == Service.NOTIFICATION_PROJECTION ? other : stack.service(Service.NOTIFICATION_PROJECTION);
            await("the notification of order " + order)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(orderflow
                                    .get(notifications, "/notifications/order/" + order)
                                    .rows())
                            .hasSize(1));
        } finally {
            first.start();
            first.awaitHealthy();
            stack.stopAnother(other);
        }
    }
}
