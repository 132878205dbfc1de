package io.orderflow.system.gateway;

import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients and operators do, by the one address. */
@ExtendWith(RunningSystem.class)
class GatewayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Orderflow orderflow;
    private final ServiceProcess gateway;
    private final JsonClient http = new JsonClient(Duration.ofSeconds(60));

    GatewayIT(Orderflow orderflow) {
        this.orderflow = orderflow;
        this.gateway = orderflow.stack().service(Service.GATEWAY);
    }

    @Test
    void anOrderIsPlacedAndFollowedByOneAddress() {
        JsonResponse product = post("/products", "{\"name\": \"Harp\", \"stock\": 5}");
        assertThat(product.location()).isEqualTo("/products/" + product.number("id"));

        JsonResponse placed = post("/orders", line(product.number("id"), 2));

        assertThat(placed.status()).isEqualTo(201);
        await().atMost(PATIENCE)
                .until(() -> get(placed.location()).text("status").equals("confirmed"));
        assertThat(get(product.location()).number("stock")).isEqualTo(3);
        await().atMost(PATIENCE)
                .until(() -> !get("/notifications/order/" + placed.number("id"))
                        .rows()
                        .isEmpty());
    }

    @Test
    void operatorsReachWhatIsBehindByTheServicesName() {
        JsonResponse begun = post("/services/inventory-command/projections/products/rebuild", "");

        assertThat(begun.status()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> get(begun.location()).text("state").equals("finished"));
        for (Service service : Service.behindTheGateway()) {
            String path = "/services/" + service.title();
            assertThat(get(path + "/health").text("service")).isEqualTo(service.title());
            assertThat(get(path + "/openapi.json").body().path("paths").propertyNames())
                    .contains(path + "/dead-letters");
        }
    }

    @Test
    void whileAServiceIsAwayTheOthersAnswerAndOrdersWithAKeyArePlacedOnce() {
        long product = orderflow.addProduct("Flute", 1_000);
        ServiceProcess orders = orderflow.stack().service(Service.ORDER_COMMAND);
        Set<Integer> refusals = new HashSet<>();
        List<Long> placed = new ArrayList<>();
        placed.add(placeUntilAccepted(product, refusals));

        orders.kill();
        await("a refusal")
                .atMost(PATIENCE)
                .until(() -> get("/orders/" + placed.get(0)).status() == 503);
        assertThat(get("/products/" + product).status()).isEqualTo(200);
        assertThat(get("/health").status()).isEqualTo(200);
        await("the news")
                .atMost(PATIENCE)
                .until(() -> get("/health").text("status").equals("degraded"));
        for (int order = 0; order < 20; order++) {
            placed.add(placeUntilAccepted(product, refusals));
        }

        assertThat(refusals).isNotEmpty().isSubsetOf(502, 503, 504);
        assertThat(placed).doesNotHaveDuplicates();
        placed.forEach(orderflow::ended);
        assertThat(orderflow.stockOf(product)).isEqualTo(1_000 - placed.size());
        orders.awaitHealthy();
        gateway.awaitHealthy();
    }

    /** As a client does that got no answer: it asks again, by the same key. */
    private long placeUntilAccepted(long product, Set<Integer> refusals) {
        String key = UUID.randomUUID().toString();
        return await("a place for an order")
                .atMost(PATIENCE)
                .until(
                        () -> {
                            JsonResponse answer = place(product, key);
                            if (answer.status() != 201) {
                                refusals.add(answer.status());
                            }
                            return answer;
                        },
                        answer -> answer.status() == 201)
                .number("id");
    }

    private JsonResponse place(long product, String key) {
        return http.send("POST", gateway.uri().resolve("/orders"), line(product, 1), Map.of("Idempotency-Key", key));
    }

    private JsonResponse get(String path) {
        return http.get(gateway.uri().resolve(path));
    }

    private JsonResponse post(String path, String body) {
        return http.post(gateway.uri().resolve(path), body);
    }
}
