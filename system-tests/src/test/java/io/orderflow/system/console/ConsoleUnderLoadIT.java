package io.orderflow.system.console;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import io.orderflow.system.load.Load;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The console while much goes on. With {@code -Dconsole=long} as much as somebody may meet: half an hour of orders, and a
 * hundred thousand dead letters.
 */
@ExtendWith(RunningSystem.class)
class ConsoleUnderLoadIT {

    private static final boolean IS_LONG = "long".equals(System.getProperty("console"));
    private static final int PORTION = 200;
    private static final int PORTIONS = IS_LONG ? 300 : 2;
    private static final int LETTERS = IS_LONG ? 100_000 : 300;
    private static final Duration WHILE_LETTERS_ARE_PARKED = Duration.ofMinutes(30);

    private static final long MOST_BYTES = 20_000_000;
    private static final long MOST_NODES = 10_000;

    private final Orderflow orderflow;
    private final Letters letters;
    private Browser browser;

    ConsoleUnderLoadIT(Orderflow orderflow) {
        this.orderflow = orderflow;
        this.letters = new Letters(orderflow);
    }

    @BeforeEach
    void openBrowser() {
        browser = new Browser(orderflow.stack().service(Service.GATEWAY).uri());
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
        letters.dropAll();
    }

    @Test
    void howeverManyOrdersComeIn_aPageStaysSmall() throws Exception {
        long product = orderflow.addProduct("Anvil", 1_000_000_000);
        try (Load load = new Load(orderflow, List.of(product))) {
            for (String page : List.of("/overview", "/orders", "/processors")) {
                browser.open(page);
                for (int portion = 0; portion < PORTIONS; portion++) {
                    load.awaitMore(PORTION);
                    assertIsSmall();
                }
            }
            load.stop(PATIENCE);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void howeverManyLettersThereAre_aPageOfThemIsShown_andThenMore() throws Exception {
        letters.parkMany(600_000_000L, LETTERS);
        await("all of the letters").atMost(WHILE_LETTERS_ARE_PARKED).until(() -> letters.count() == LETTERS);

        browser.open("/dead-letters");
        browser.awaitText(String.format(Locale.ROOT, "%,d dead letters", LETTERS));
        assertThat(browser.texts(".letters input")).hasSize(50);
        browser.click("Show more of inventory-command");

        await("more of them")
                .atMost(PATIENCE)
                .until(() -> browser.texts(".letters input").size() == 100);
        assertIsSmall();
    }

    @Test
    void ofAVeryLongBodyTheBeginningIsShown() throws Exception {
        letters.park(500_000_000L, "{\"note\": \"" + "x".repeat(10_000_000) + "\"");
        await("the letter").atMost(PATIENCE).until(() -> letters.count() == 1);

        browser.open("/dead-letters");
        browser.click("OrderPlaced in inventory_checks");

        browser.awaitText("\"note\": \"xxx");
        assertIsSmall();
    }

    private void assertIsSmall() {
        assertThat(browser.heapBytes()).isLessThan(MOST_BYTES);
        assertThat(browser.nodes()).isLessThan(MOST_NODES);
    }
}
