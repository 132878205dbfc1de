package io.orderflow.system.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.Ports;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.issuer.Tokens;
import io.orderflow.local.service.Service;
import io.orderflow.system.console.Browser;
import io.orderflow.system.driver.EventStream;
import io.orderflow.system.driver.RunningSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged services with security on, and tokens of the issuer for development. */
class SecuredIT {

    private static final String ORDER = "{\"product_id\": 1, \"quantity\": 1, \"unit_price\": 1500.00}";
    private static final String TOO_MUCH = "{\"product_id\": 1, \"quantity\": 99, \"unit_price\": 1500.00}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static LocalStack stack;
    private static Client customer;
    private static Client another;
    private static Client stockKeeper;
    private static Client operator;
    private static Client nobody;

    @BeforeAll
    static void start() {
        Path root = ProjectRoot.of(SecuredIT.class);
        stack = LocalStack.in(root)
                .data(RunningSystem.data().resolveSibling("secured-stack"))
                .ports(Ports.free())
                .secured(FreePorts.next())
                .console(System.out::println)
                .fresh()
                .build();
        stack.start();
        customer = Client.of("customer", "customer");
        another = Client.of("customer2", "customer");
        stockKeeper = Client.of("stock", "stock");
        operator = Client.of("operator", "operator");
        nobody = new Client("", new JsonClient(PATIENCE));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private record Client(String token, JsonClient http) {

        static Client of(String name, String role) {
            String token = stack.tokens().orElseThrow().of(name, role).orElseThrow();
            return new Client(token, new JsonClient(PATIENCE, Tokens.header(token)));
        }

        JsonResponse get(Service service, String path) {
            return send("GET", service, path, "", Map.of());
        }

        JsonResponse post(Service service, String path, String body) {
            return send("POST", service, path, body, Map.of());
        }

        JsonResponse send(String method, Service service, String path, String body, Map<String, String> headers) {
            return http.send(method, stack.service(service).uri().resolve(path), body, headers);
        }

        long place(String order, Map<String, String> headers) {
            JsonResponse placed = send("POST", Service.ORDER_COMMAND, "/orders", order, headers);
            assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
            return placed.number("id");
        }

        List<Long> orders(String query) {
            return get(Service.ORDER_COMMAND, "/orders?limit=1000" + query).rows().stream()
                    .map(order -> order.get("id").asLong())
                    .toList();
        }

        List<Long> toldOf() {
            return get(Service.NOTIFICATION_PROJECTION, "/notifications?limit=1000").rows().stream()
                    .map(notification -> notification.get("order_id").asLong())
                    .toList();
        }

        void awaitEnd(long id) {
            await("the end of order " + id)
                    .atMost(PATIENCE)
                    .until(
                            () -> get(Service.ORDER_COMMAND, "/orders/" + id).text("status"),
                            Predicate.not("pending"::equals));
        }
    }

    @Test
    void eachSeesTheConsolesPagesThatItsRoleAllows() {
        Map<String, List<String>> pages = Map.of(
                "customer", List.of("Orders", "Products"),
                "stock", List.of("Products"),
                "operator",
                        List.of(
                                "Overview",
                                "Orders",
                                "Products",
                                "Read models",
                                "Processors and queues",
                                "Dead letters",
                                "Activity"));
        try (Browser browser = new Browser(stack.service(Service.GATEWAY).uri())) {
            pages.forEach((name, allowed) -> {
                browser.signIn(name);
                assertThat(browser.texts("nav a")).isEqualTo(allowed);
                browser.click("Sign out");
                browser.awaitSignIn();
            });
        }
    }

    @Test
    void aCustomerMeetsItsOwnOrdersAlone() {
        long confirmed = customer.place(ORDER, Map.of());
        long cancelled = customer.place(TOO_MUCH, Map.of());
        long ofAnother = another.place(ORDER, Map.of());
        List.of(confirmed, cancelled).forEach(customer::awaitEnd);
        another.awaitEnd(ofAnother);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(customer.toldOf()).contains(confirmed, cancelled).doesNotContain(ofAnother);
            assertThat(another.toldOf()).contains(ofAnother).doesNotContain(confirmed, cancelled);
            assertThat(operator.toldOf()).contains(confirmed, cancelled, ofAnother);
            assertThat(customer.orders("")).contains(confirmed, cancelled).doesNotContain(ofAnother);
            assertThat(customer.orders("&status=cancelled")).contains(cancelled).doesNotContain(confirmed, ofAnother);
            assertThat(another.orders("")).contains(ofAnother).doesNotContain(confirmed, cancelled);
            assertThat(operator.orders("")).contains(confirmed, cancelled, ofAnother);
        });
        for (String path : List.of("/orders/" + confirmed, "/orders/" + confirmed + "/events")) {
            assertThat(customer.get(Service.ORDER_COMMAND, path).status()).isEqualTo(200);
            assertThat(operator.get(Service.ORDER_COMMAND, path).status()).isEqualTo(200);
            JsonResponse answer = another.get(Service.ORDER_COMMAND, path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text("detail")).isEqualTo("Order not found");
        }
        String told = "/notifications/order/" + confirmed;
        assertThat(customer.get(Service.NOTIFICATION_PROJECTION, told).rows()).hasSize(1);
        assertThat(another.get(Service.NOTIFICATION_PROJECTION, told).rows()).isEmpty();
    }

    @Test
    void aCustomerSeesItsOwnOrdersChange_andNoOthers() throws IOException {
        URI changes = stack.service(Service.ORDER_COMMAND).uri().resolve("/orders/stream");
        try (EventStream own = EventStream.with(customer.token(), changes);
                EventStream all = EventStream.with(operator.token(), changes)) {
            own.next();
            all.next();

            long ofAnother = another.place(ORDER, Map.of());
            long placed = customer.place(ORDER, Map.of());

            assertThat(changedUpTo(placed, own)).doesNotContain(ofAnother);
            assertThat(changedUpTo(placed, all)).contains(ofAnother);
        }
    }

    private static Set<Long> changedUpTo(long last, EventStream changes) throws IOException {
        Set<Long> orders = new HashSet<>();
        while (!orders.contains(last)) {
            orders.add(changes.nextData().get("id").asLong());
        }
        return orders;
    }

    @Test
    void anIdempotencyKeyIsItsCustomersOwn() {
        Map<String, String> key = Map.of("Idempotency-Key", "the same");

        long first = customer.place(ORDER, key);

        assertThat(customer.place(ORDER, key)).isEqualTo(first);
        assertThat(another.place(TOO_MUCH, key)).isNotEqualTo(first);
    }

    @Test
    void eachRoleDoesItsOwn() {
        assertThat(customer.get(Service.INVENTORY_COMMAND, "/products").rows()).hasSizeGreaterThan(2);
        assertThat(changeStock(customer)).isEqualTo(403);
        assertThat(changeStock(stockKeeper)).isEqualTo(200);
        assertThat(changeStock(operator)).isEqualTo(200);
        assertThat(stockKeeper.post(Service.ORDER_COMMAND, "/orders", ORDER).status())
                .isEqualTo(403);
        assertThat(stockKeeper
                        .get(Service.NOTIFICATION_PROJECTION, "/notifications")
                        .status())
                .isEqualTo(403);
        assertThat(customer.get(Service.INVENTORY_COMMAND, "/products/1/events").status())
                .isEqualTo(403);
        assertThat(operator.get(Service.INVENTORY_COMMAND, "/products/1/events").status())
                .isEqualTo(200);
    }

    private static int changeStock(Client client) {
        return client.send("PATCH", Service.INVENTORY_COMMAND, "/products/3/stock", "{\"stock\": 30}", Map.of())
                .status();
    }

    @ParameterizedTest
    @EnumSource(value = Service.class, mode = EnumSource.Mode.EXCLUDE, names = "GATEWAY")
    void healthAndDocumentsArePublic_metricsAndRepairsAreTheOperators(Service service) {
        for (String path : List.of("/health", "/openapi.json", "/asyncapi.json")) {
            assertThat(nobody.get(service, path).status()).as(path).isEqualTo(200);
        }
        for (String path : List.of("/dead-letters", "/projections", "/actuator/metrics", "/actuator/health")) {
            JsonResponse withoutToken = nobody.get(service, path);
            assertThat(withoutToken.status()).as(path).isEqualTo(401);
            assertThat(withoutToken.contentType()).startsWith("application/problem+json");
            assertThat(customer.get(service, path).status()).as(path).isEqualTo(403);
            assertThat(operator.get(service, path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void throughTheGatewayItIsTheSame() {
        JsonResponse placed = customer.post(Service.GATEWAY, "/orders", ORDER);
        assertThat(placed.status()).isEqualTo(201);
        customer.awaitEnd(placed.number("id"));

        assertThat(customer.get(Service.GATEWAY, placed.location()).text("status"))
                .isEqualTo("confirmed");
        assertThat(another.get(Service.GATEWAY, placed.location()).status()).isEqualTo(404);
        JsonResponse withoutToken = nobody.get(Service.GATEWAY, placed.location());
        assertThat(withoutToken.status()).isEqualTo(401);
        assertThat(withoutToken.contentType()).startsWith("application/problem+json");
        assertThat(nobody.get(Service.GATEWAY, "/health").text("status")).isEqualTo("healthy");
        for (Service service : Service.behindTheGateway()) {
            String path = "/services/" + service.title();
            assertThat(nobody.get(Service.GATEWAY, path + "/openapi.json").status())
                    .isEqualTo(200);
            assertThat(customer.get(Service.GATEWAY, path + "/projections").status())
                    .isEqualTo(403);
            assertThat(operator.get(Service.GATEWAY, path + "/projections").status())
                    .isEqualTo(200);
        }
        assertThat(customer.get(Service.GATEWAY, "/actuator/prometheus").status())
                .isEqualTo(403);
    }

    @Test
    void whatAnOperatorDoesIsLoggedWithItsName() throws IOException {
        String path = "/projections/orders/rebuild";
        assertThat(customer.post(Service.ORDER_COMMAND, path, "").status()).isEqualTo(403);

        assertThat(operator.post(Service.ORDER_COMMAND, path, "").status()).isEqualTo(202);
        assertThat(operator.post(Service.ORDER_COMMAND, "/inbox/catch-up", "").status())
                .isEqualTo(202);

        assertThat(Files.readString(stack.service(Service.ORDER_COMMAND).log()))
                .contains("operator has orders built anew", "operator asked for history")
                .doesNotContain("customer has orders built anew");
    }
}
