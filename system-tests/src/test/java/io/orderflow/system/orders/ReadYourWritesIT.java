package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client was told exists can be read at once. */
@ExtendWith(RunningSystem.class)
class ReadYourWritesIT {

    private final Orderflow orderflow;

    ReadYourWritesIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @RepeatedTest(20)
    void anOrderThatWasAcceptedIsThere() {
        JsonResponse placed = orderflow.place(line(987_656, 1));

        JsonResponse read = orderflow.order(placed.number("id"));

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body().get("items")).isEqualTo(placed.body().get("items"));
        assertThat(read.text("created_at")).isEqualTo(placed.text("created_at"));
    }

    @RepeatedTest(20)
    void aProductThatWasAddedAndChangedIsThereAsItWasLeft() {
        long product = orderflow.addProduct("Vase", 5);
        assertThat(orderflow.stockOf(product)).isEqualTo(5);

        JsonResponse changed =
                orderflow.patch(Service.INVENTORY_COMMAND, "/products/" + product + "/stock", "{\"stock\": 20}");

        assertThat(changed.body().get("stock").asLong()).isEqualTo(20);
        assertThat(orderflow.stockOf(product)).isEqualTo(20);
    }
}
