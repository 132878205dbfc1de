package io.orderflow.system.console;

import static io.orderflow.system.driver.Orderflow.line;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.ProjectRoot;
import io.orderflow.local.service.Service;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Makes the pictures of docs/console.md; how to run it is said there. */
@ExtendWith(RunningSystem.class)
class ConsoleScreenshots {

    private static final Path FOLDER = ProjectRoot.of(ConsoleScreenshots.class).resolve("docs/console");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ORDERS = 150;

    private final Orderflow orderflow;

    ConsoleScreenshots(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void make() throws Exception {
        Files.createDirectories(FOLDER);
        try (Browser browser =
                new Browser(orderflow.stack().service(Service.GATEWAY).uri())) {
            browser.resize(1280, 800);
            browser.open("/processors"); // its charts begin now
            trade();
            long product = orderflow.addProduct("Walnut desk", 40);
            long cancelled = orderflow.placed(line(product, 45, "480.00"));
            orderflow.ended(cancelled);
            orderflow.post(
                    Service.INVENTORY_COMMAND,
                    "/products/" + product + "/stock/adjustments",
                    "{\"by\": -3, \"reason\": \"scratched\"}");
            for (int quantity : List.of(4, 9, 12)) {
                orderflow.ended(orderflow.placed(line(product, quantity, "480.00")));
            }
            orderflow.post(Service.INVENTORY_COMMAND, "/projections/products/rebuild", "");
            picture(browser, "processors", () -> {});
            browser.open("/overview");
            browser.awaitText("healthy");
            picture(browser, "overview", () -> {});
            poison();
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("orders", "/orders");
            pages.put("order", "/orders/" + cancelled);
            pages.put("products", "/products");
            pages.put("product", "/products/" + product);
            pages.put("read-models", "/read-models");
            pages.put("activity", "/activity");
            pages.put("place-order", "/orders?place=1&product_id=" + product);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                browser.open(page.getValue());
                picture(browser, page.getKey(), () -> {});
            }
            browser.open("/dead-letters");
            picture(browser, "dead-letters", () -> {
                if (browser.texts(".letter").isEmpty()) {
                    browser.click("OrderPlaced in inventory_checks");
                }
                browser.awaitText("\"quantity\": \"two\"");
            });
        }
    }

    private void picture(Browser browser, String name, Runnable arrange) throws IOException {
        for (String colors : List.of("light", "dark")) {
            browser.prefer(colors);
            browser.awaitNoText("Loading");
            arrange.run();
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true); // for what has just begun to be shown
            Files.write(FOLDER.resolve(name + "-" + colors + ".png"), browser.picture());
        }
    }

    private void trade() {
        Random random = new Random(7);
        List<Long> products = List.of(
                orderflow.addProduct("Desk lamp", 400),
                orderflow.addProduct("Office chair", 160),
                orderflow.addProduct("Bookshelf", 25));
        for (int order = 0; order < ORDERS; order++) {
            long product = products.get(random.nextInt(products.size()));
            orderflow.placed(line(product, 1 + random.nextInt(4), 20 + random.nextInt(200) + ".90"));
        }
    }

    private void poison() throws Exception {
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.publish(
                    Topology.CHECK_INVENTORY,
                    Map.of(
                            "axon-message-id", "5f3c2b1a",
                            "axon-message-type", "OrderPlaced",
                            "axon-message-revision", "2",
                            "axon-message-timestamp", "2026-07-01T12:00:00Z",
                            "axon-message-aggregate-id", "order-4711",
                            "axon-message-aggregate-type", "Order",
                            "axon-message-aggregate-seq", 0L),
                    "{\"orderId\":4711,\"lines\":[{\"productId\":1,\"quantity\":\"two\",\"unitPrice\":1500.00}],\"totalPrice\":3000.00,\"placedAt\":\"2026-07-01T12:00:00Z\"}");
            rabbit.publish(Topology.INVENTORY_RESPONSE, Map.of(), "no JSON");
        }
        await().atMost(PATIENCE)
                .until(() -> orderflow
                                .get(Service.INVENTORY_COMMAND, "/dead-letters")
                                .body()
                                .get("total")
                                .asLong()
                        == 1);
    }
}
