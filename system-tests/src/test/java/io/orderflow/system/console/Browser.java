package io.orderflow.system.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium that shows the console. It finds no host but this machine. */
public final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String AXE = axe();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI console;
    private final ChromeDriver driver;

    /** The test is skipped where no Chromium is installed. */
    public Browser(URI console) {
        assumeThat(Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER))
                .as("Chromium and its driver (Debian's chromium and chromium-driver) to look at the console with")
                .isTrue();
        this.console = console;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        File executable = DRIVER.toFile();
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(executable)
                        .usingAnyFreePort()
                        .build(),
                options);
        resize(1440, 900);
    }

    private static String axe() {
        try (InputStream script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens one of the console's pages, as by a link in it: {@code /orders/1}. */
    void open(String page) {
        driver.get(console.resolve("/") + "#" + page);
        await().atMost(PATIENCE).until(() -> !texts("main h1").isEmpty());
    }

    /** Opens the console without a token, and signs in at the issuer's page; each name has itself as password. */
    public void signIn(String name) {
        driver.get(console.resolve("/").toString());
        awaitSignIn();
        driver.findElement(By.name("username")).sendKeys(name);
        driver.findElement(By.name("password")).sendKeys(name, Keys.ENTER);
        await("the pages of " + name)
                .atMost(PATIENCE)
                .until(() -> !texts("nav a").isEmpty());
    }

    /** Waits until the issuer asks who is there. */
    public void awaitSignIn() {
        await("a page to sign in")
                .atMost(PATIENCE)
                .until(() -> !driver.findElements(By.name("password")).isEmpty());
    }

    void reload() {
        driver.navigate().refresh();
    }

    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void prefer(String colors) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colors))));
    }

    /** Waits until the page says this. */
    void awaitText(String text) {
        await("the text: " + text)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> text().contains(text));
    }

    /** Waits until the page no longer says this. */
    void awaitNoText(String text) {
        await("no text: " + text)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !text().contains(text));
    }

    /** What can be read on the page. */
    String text() {
        return (String) driver.executeScript("return document.body.innerText");
    }

    public List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** Clicks the first visible button or link with this text, once there is one. */
    public void click(String text) {
        By named = By.xpath(".//*[self::button or self::a][normalize-space()=\"%s\"]".formatted(text));
        await("a button: " + text).atMost(PATIENCE).ignoreExceptions().until(() -> {
            top().findElements(named).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElseThrow()
                    .click();
            return true;
        });
    }

    /** Writes into the field with this label, in place of what is there. */
    void fill(String label, String value) {
        WebElement field = field(label);
        if (field.getTagName().equals("select")) {
            await("the choice " + value)
                    .atMost(PATIENCE)
                    .until(() -> field(label).findElements(By.tagName("option")).stream()
                            .filter(option -> option.getText().startsWith(value))
                            .findFirst()
                            .map(option -> {
                                option.click();
                                return true;
                            })
                            .orElse(false));
        } else {
            driver.executeScript("arguments[0].select()", field);
            field.sendKeys(value);
        }
    }

    /** What is in the field with this label. */
    String value(String label) {
        return field(label).getDomProperty("value");
    }

    private WebElement field(String label) {
        By named = By.xpath(".//label[normalize-space()=\"%s\"]".formatted(label));
        WebElement found = await("the field " + label)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> top().findElement(named), WebElement::isDisplayed);
        return driver.findElement(By.id(found.getDomAttribute("for")));
    }

    /** The open dialog, or else the page. */
    private WebElement top() {
        return driver.findElements(By.cssSelector("dialog[open]")).stream()
                .findFirst()
                .orElseGet(() -> driver.findElement(By.tagName("body")));
    }

    Object evaluate(String script) {
        return driver.executeScript(script);
    }

    /** What a person who cannot see, or sees little, would stumble over, as axe-core finds it. */
    Object seriousBarriers() {
        driver.executeScript(AXE);
        return driver.executeAsyncScript("""
                const done = arguments[0];
                axe.run().then(({ violations }) => done(violations
                    .filter(({ impact }) => impact === "serious" || impact === "critical")
                    .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join())));""");
    }

    /** What the browser has refused to do, or could not do; answers that are errors are none of it. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("the server responded with a status of"))
                .toList();
    }

    /** What the page's scripts hold, without what nobody holds any more. */
    long heapBytes() {
        driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        return ((Number) driver.executeCdpCommand("Runtime.getHeapUsage", Map.of())
                        .get("usedSize"))
                .longValue();
    }

    /** The nodes that the page consists of, and those that it has taken out but holds. */
    long nodes() {
        return ((Number) driver.executeCdpCommand("Memory.getDOMCounters", Map.of())
                        .get("nodes"))
                .longValue();
    }

    /** The page as it is, as PNG. */
    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    void assertNoMarkupOf(String text) {
        awaitText(text);
        assertThat(evaluate(
                        "return document.querySelectorAll('[onerror], [src=x], main script, main b.marked').length"))
                .isEqualTo(0L);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
