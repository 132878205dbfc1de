package io.orderflow.system.console;

import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do who have the console's address and nothing else. */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String MARKUP = "<img src=x onerror=alert(1)><b class=marked>";
    private static final long MOST_BYTES = 300_000;

    private final Orderflow orderflow;
    private final Letters letters;
    private Browser browser;

    ConsoleIT(Orderflow orderflow) {
        this.orderflow = orderflow;
        this.letters = new Letters(orderflow);
    }

    @BeforeAll
    void openBrowser() {
        browser = new Browser(orderflow.stack().service(Service.GATEWAY).uri());
    }

    @AfterAll
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void anOrderIsPlaced_andSeenToBeConfirmed() {
        orderflow.addProduct("Zither", 3);
        browser.open("/orders");
        browser.click("Place an order");
        browser.fill("Product", "Zither");
        browser.fill("Quantity", "2");
        browser.click("Place the order");

        browser.awaitText("All that was ordered is reserved.");
        browser.awaitText("Notification");
        assertThat(browser.text()).contains("OrderPlaced", "StockReserved", "OrderConfirmed");
    }

    @Test
    void aListOfOrdersChangesByItself_andSaysWhyOneWasCancelled() {
        long product = orderflow.addProduct("Lute", 1);
        browser.open("/orders?product_id=" + product);
        browser.awaitText("No orders here yet");

        long order = orderflow.placed(line(product, 5));

        browser.awaitText("insufficient stock for product " + product + " (requested 5, available 1)");
        browser.click(String.valueOf(order));
        browser.awaitText("StockRejected");
    }

    @Test
    void anOrderOnWhichNobodyDecidesSaysSo() {
        long product = orderflow.addProduct("Serpent", 5);
        orderflow.post(Service.ORDER_COMMAND, "/processors/fulfilment/pause", "");
        try {
            browser.open("/orders/" + orderflow.placed(line(product, 1)));
            browser.awaitText("nobody decides: fulfilment is paused");
        } finally {
            orderflow.post(Service.ORDER_COMMAND, "/processors/fulfilment/resume", "");
        }
        browser.awaitText("All that was ordered is reserved.");
    }

    @Test
    void anOrderIsCancelled_afterAQuestion() {
        long product = orderflow.addProduct("Viola", 5);
        long order = orderflow.placed(line(product, 1));
        orderflow.ended(order);
        browser.open("/orders/" + order);

        browser.click("Cancel the order");
        browser.awaitText("Cancel order " + order + "?");
        browser.click("Cancel the order");

        browser.awaitText("cancelled by the customer");
        await().atMost(PATIENCE).until(() -> orderflow.stockOf(product) == 5);
    }

    @Test
    void aProductThatSellsOutIsSeenToBeSoldOut_andIsMended() {
        long product = orderflow.addProduct("Spinet", 2);
        browser.open("/products/" + product);
        browser.awaitText("low");

        orderflow.placed(line(product, 2));
        browser.awaitText("sold out");
        browser.fill("More, or −fewer", "7");
        browser.fill("Why", "found");
        browser.click("Adjust the stock");

        browser.awaitText("in stock");
        browser.awaitText("found");
        assertThat(orderflow.stockOf(product)).isEqualTo(7);
    }

    @Test
    void aMessageThatCannotBeReadIsFound_mended_andHandedInAgain() throws Exception {
        long product = orderflow.addProduct("Bassoon", 5);
        long order = 900_000_000L + product;
        letters.park(
                order,
                "{\"orderId\":%s,\"lines\":[{\"productId\":%s,\"quantity\":\"two\",\"unitPrice\":9007199254740993.00}],\"totalPrice\":3.00,\"placedAt\":\"2026-07-01T12:00:00Z\"}"
                        .formatted(order, product));
        await().atMost(PATIENCE).until(() -> letters.count() > 0);

        browser.open("/dead-letters?queue=inventory_checks&type=OrderPlaced");
        browser.click("OrderPlaced in inventory_checks");
        browser.click("Edit and redrive");
        assertThat(browser.value("Body")).contains("9007199254740993.00");
        browser.fill("Body", browser.value("Body").replace("\"two\"", "2").replace("9007199254740993.00", "1.50"));
        browser.click("Redrive 1 as edited");

        browser.awaitText("No dead letters");
        await("the reservation").atMost(PATIENCE).until(() -> eventsOf(product).contains("StockReserved"));
    }

    @Test
    void aLetterThatComesBackIsSaidToBeBack() throws Exception {
        letters.park(850_000_000L, "unreadable as ever");
        await().atMost(PATIENCE).until(() -> letters.count() == 1);

        try {
            browser.open("/dead-letters");
            browser.click("OrderPlaced in inventory_checks");
            browser.click("Redrive");
            browser.click("Redrive 1");

            browser.awaitText("It could not be handled, and is back: the body is no OrderPlaced");
        } finally {
            letters.dropAll();
        }
    }

    @Test
    void manyLettersAreDropped_afterAQuestionThatSaysHowMany() throws Exception {
        for (int letter = 0; letter < 3; letter++) {
            letters.park(800_000_000L + letter, "unreadable " + letter);
        }
        await().atMost(PATIENCE).until(() -> letters.count() == 3);

        browser.open("/dead-letters?reason=no+OrderPlaced");
        browser.click("Drop all 3");
        browser.awaitText("Drop 3 dead letters?");
        browser.click("Drop 3");

        browser.awaitText("No dead letters");
        assertThat(letters.count()).isZero();
    }

    @Test
    void aReadModelIsRebuilt_andItsBarIsSeen() {
        browser.open("/read-models");
        browser.awaitText("products");
        browser.evaluate("document.querySelector('[aria-label=\"Rebuild products\"]').click()");
        browser.awaitText("Rebuild products?");
        browser.click("Rebuild");

        await().atMost(PATIENCE)
                .until(
                        () -> browser.evaluate("return document.querySelectorAll('progress').length"),
                        bars -> !bars.equals(0L));
        browser.awaitText("Rebuilt ");
    }

    @Test
    void aServiceThatIsAwayIsNamed_untilItIsBack() {
        browser.open("/overview");
        browser.awaitText("healthy");
        ServiceProcess inventory = orderflow.stack().service(Service.INVENTORY_COMMAND);

        inventory.stop(); // killed, it could be back before the page looks again

        browser.awaitText("inventory-command does not answer");
        inventory.start();
        inventory.awaitHealthy();
        browser.awaitNoText("inventory-command does not answer");
    }

    @Test
    void aPageThatStaysOpenCatchesUp_afterRestarts() {
        long product = orderflow.addProduct("Cittern", 1);
        browser.open("/orders?product_id=" + product);
        browser.awaitText("No orders here yet");

        for (Service service : List.of(Service.ORDER_COMMAND, Service.GATEWAY)) {
            ServiceProcess restarted = orderflow.stack().service(service);
            restarted.stop();
            restarted.start();
            restarted.awaitHealthy();
            long order = orderflow.placed(line(product, 5));

            await("order %s to be seen cancelled, after a restart of %s".formatted(order, service))
                    .atMost(PATIENCE)
                    .until(() -> browser.texts("tbody tr").stream()
                            .anyMatch(row -> row.startsWith(order + "") && row.contains("available 1")));
        }
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("Failed to load resource"));
    }

    @Test
    void whatOthersWroteIsShownAsText() throws Exception {
        long product = orderflow.addProduct(MARKUP, 3);
        long order = orderflow.placed(line(product, 1));
        orderflow.post(
                Service.INVENTORY_COMMAND,
                "/products/" + product + "/stock/adjustments",
                "{\"by\": 1, \"reason\": \"%s\"}".formatted(MARKUP));
        letters.park(700_000_000L, "{\"a\": \"" + MARKUP + "\"}", MARKUP);
        await().atMost(PATIENCE).until(() -> letters.count() > 0);

        for (String page : List.of("/products", "/products/" + product, "/orders", "/orders/" + order)) {
            browser.open(page);
            browser.assertNoMarkupOf(MARKUP);
        }
        browser.open("/dead-letters");
        browser.click(MARKUP + " in inventory_checks");
        browser.awaitText("\"a\": \"" + MARKUP);
        browser.assertNoMarkupOf(MARKUP);
        letters.dropAll();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void allOfItComesFromTheGateway_andIsSmall() {
        browser.open("/overview");
        browser.reload();
        browser.awaitText("healthy");

        assertThat(
                        (String)
                                browser.evaluate(
                                        "return performance.getEntriesByType('resource').map(r => r.name).filter(n => !n.startsWith(location.origin + '/')).join()"))
                .isEmpty();
        assertThat(
                        (Long)
                                browser.evaluate(
                                        "return performance.getEntriesByType('resource').filter(r => /console|webjars/.test(r.name)).reduce((sum, r) => sum + r.encodedBodySize, 0)"))
                .isBetween(1L, MOST_BYTES);
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/overview",
                "/orders",
                "/orders?place=1",
                "/products",
                "/products/1",
                "/read-models",
                "/processors",
                "/dead-letters",
                "/activity"
            })
    void nobodyIsShutOut(String page) {
        for (String colors : List.of("light", "dark")) {
            browser.prefer(colors);
            browser.open(page);
            browser.awaitNoText("Loading");
            assertThat(browser.seriousBarriers()).as(colors).isEqualTo(List.of());
        }
        browser.resize(360, 740);
        await("a page that fits")
                .atMost(PATIENCE)
                .until(() -> (Long) browser.evaluate("return document.documentElement.scrollWidth") <= 360);
        browser.resize(1440, 900);
        browser.prefer("light");
    }

    private List<String> eventsOf(long product) {
        return orderflow.get(Service.INVENTORY_COMMAND, "/products/" + product + "/events").rows().stream()
                .map(event -> event.get("type").asString())
                .toList();
    }
}
