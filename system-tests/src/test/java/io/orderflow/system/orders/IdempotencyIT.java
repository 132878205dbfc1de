package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.http.JsonResponse;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that got no answer may ask again, with the key that it chose for the order. */
@ExtendWith(RunningSystem.class)
class IdempotencyIT {

    private final Orderflow orderflow;
    private final String key = UUID.randomUUID().toString();

    IdempotencyIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void theSameOrderWithTheSameKeyGetsTheSameAnswerAndIsPlacedOnce() {
        long product = orderflow.addProduct("Piano", 5);
        JsonResponse first = orderflow.place(line(product, 1), key);
        orderflow.ended(first.number("id"));

        JsonResponse second = orderflow.place(line(product, 1), key);

        assertThat(second).isEqualTo(first);
        assertThat(second.text("status")).isEqualTo("pending");
        assertThat(orderflow.stockOf(product)).isEqualTo(4);
    }

    @RepeatedTest(5)
    void equalRequestsAtOncePlaceOneOrderAndAllGetItsAnswer() {
        long product = orderflow.addProduct("Piano", 50);

        var answers = Stream.generate(() -> CompletableFuture.supplyAsync(() -> orderflow.place(line(product, 1), key)))
                .limit(8)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer).isEqualTo(answers.get(0));
        });
        orderflow.ended(answers.get(0).number("id"));
        assertThat(orderflow.stockOf(product)).isEqualTo(49);
    }

    @Test
    void anotherOrderWithTheSameKeyIsRefused() {
        long product = orderflow.addProduct("Piano", 5);
        orderflow.place(line(product, 1), key);

        JsonResponse other = orderflow.place(line(product, 2), key);

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("detail")).isEqualTo("Idempotency-Key was used for another order");
    }

    @Test
    void anOrderThatWasRefusedLeavesItsKeyFree() {
        long product = orderflow.addProduct("Piano", 5);
        assertThat(orderflow.place(line(product, 0), key).status()).isEqualTo(422);

        assertThat(orderflow.place(line(product, 1), key).status()).isEqualTo(201);
    }
}
