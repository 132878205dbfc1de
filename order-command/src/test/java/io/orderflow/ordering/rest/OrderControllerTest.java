package io.orderflow.ordering.rest;

import static io.orderflow.ordering.view.OrderViewFixture.viewOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockReserved;
import io.orderflow.eventstore.history.RecordedEvent;
import io.orderflow.ordering.admission.AdmissionControl;
import io.orderflow.ordering.admission.TooMuchWaitsException;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.PlaceOrder;
import io.orderflow.ordering.placement.Draft;
import io.orderflow.ordering.placement.GroupPlacement;
import io.orderflow.ordering.placement.IdempotentPlacement;
import io.orderflow.ordering.placement.Placement;
import io.orderflow.ordering.view.OrderFilter;
import io.orderflow.ordering.view.OrderHistory;
import io.orderflow.ordering.view.OrderQueries;
import io.orderflow.ordering.view.OrderStatus;
import io.orderflow.ordering.view.OrderView;
import io.orderflow.rest.json.JsonAutoConfiguration;
import io.orderflow.rest.openapi.OpenApiAutoConfiguration;
import io.orderflow.rest.problem.ProblemAutoConfiguration;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(OrderController.class)
@ImportAutoConfiguration({
    JsonAutoConfiguration.class,
    ProblemAutoConfiguration.class,
    OpenApiAutoConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocConfiguration.class,
    SpringDocWebMvcConfiguration.class
})
class OrderControllerTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.123456Z");
    private static final Instant NOON_IN_MILLIS = Instant.parse("2026-07-01T12:00:00.123Z");
    private static final List<OrderLine> TWO_LAPTOPS = List.of(new OrderLine(1, 2, new BigDecimal("1500.00")));
    private static final OrderPlaced PLACED =
            new OrderPlaced(7, TWO_LAPTOPS, new BigDecimal("3000.00"), NOON_IN_MILLIS);

    private static final OrderFilter ALL = new OrderFilter(null, null, null, null, null);

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private AdmissionControl admission;

    @MockitoBean
    private GroupPlacement placement;

    @MockitoBean
    private IdempotentPlacement placementByKey;

    @MockitoBean
    private OrderQueries orders;

    @MockitoBean
    private OrderHistory history;

    @MockitoBean
    private Clock clock;

    @BeforeEach
    void admitEverybody() {
        when(admission.admit(any()))
                .thenAnswer(call -> call.<Supplier<?>>getArgument(0).get());
    }

    @Test
    void whenTooMuchWaits_aClientIsToldWhenToComeAgain() {
        when(clock.instant()).thenReturn(NOON);
        doThrow(new TooMuchWaitsException(7)).when(admission).admit(any());

        MvcTestResult answer = mvc.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"product_id\": 1, \"quantity\": 2, \"unit_price\": 1500.00}")
                .exchange();

        assertThat(answer)
                .hasStatus(503)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .hasHeader("Retry-After", "7")
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("was not placed");
    }

    @Test
    void givenOneProduct_whenOrdered_thenTheOrderIsPlacedAndShownInBothForms() {
        givenTheNextOrderIs7();

        MvcTestResult answer = post("{\"product_id\": 1, \"quantity\": 2, \"unit_price\": 1500.00}");

        verify(placement).place(new Draft(TWO_LAPTOPS, NOON_IN_MILLIS, Optional.empty()));
        assertThat(answer).hasStatus(201).hasHeader("Location", "/orders/7");
        assertThat(answer)
                .bodyText()
                .isEqualTo(
                        "{\"id\":7,\"product_id\":1,\"quantity\":2,"
                                + "\"items\":[{\"product_id\":1,\"quantity\":2,\"unit_price\":1500.00}],"
                                + "\"total_price\":3000.00,\"status\":\"pending\",\"created_at\":\"2026-07-01T12:00:00.123Z\"}");
    }

    @Test
    void givenItems_whenOrdered_thenTheOrderIsPlacedAndShownWithItsItemsAlone() {
        givenTheNextOrderIs7();

        MvcTestResult answer = post("{\"items\": [{\"product_id\": 1, \"quantity\": 2, \"unit_price\": 1500},"
                + " {\"product_id\": 2, \"quantity\": 1, \"unit_price\": 0.1}]}");

        verify(placement)
                .place(new Draft(
                        List.of(TWO_LAPTOPS.get(0), new OrderLine(2, 1, new BigDecimal("0.10"))),
                        NOON_IN_MILLIS,
                        Optional.empty()));
        assertThat(answer).hasStatus(201);
        assertThat(answer)
                .bodyJson()
                .doesNotHavePath("$.product_id")
                .doesNotHavePath("$.quantity")
                .doesNotHavePath("$.reason")
                .extractingPath("$.items[*].unit_price")
                .asArray()
                .containsExactly(1500.00, 0.10);
    }

    @Test
    void givenAServiceUnderAPathOfItsOwn_whenOrdered_thenTheLocationIsThere() {
        givenTheNextOrderIs7();

        assertThat(mvc.post()
                        .uri("/shop/orders")
                        .contextPath("/shop")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"product_id\": 1, \"quantity\": 2, \"unit_price\": 1500.00}"))
                .hasStatus(201)
                .hasHeader("Location", "/shop/orders/7");
    }

    @Test
    void givenAnOrder_whenAskedFor_thenShown() {
        when(orders.find(7, null)).thenReturn(Optional.of(viewOf(PLACED)));

        assertThat(mvc.get().uri("/orders/7")).hasStatusOk().bodyText().contains("\"status\":\"pending\"");
    }

    @Test
    void givenAnOrder_whenAskedForAgain_thenItIsSentOnlyIfSomethingHasHappenedToIt() {
        when(orders.find(7, null)).thenReturn(Optional.of(viewOf(PLACED)));
        assertThat(mvc.get().uri("/orders/7")).hasStatusOk().hasHeader("ETag", "\"0\"");
        assertThat(mvc.get().uri("/orders/7").header("If-None-Match", "\"0\""))
                .hasStatus(304)
                .hasHeader("ETag", "\"0\"")
                .bodyText()
                .isEmpty();

        when(orders.find(7, null)).thenReturn(Optional.of(viewOf(PLACED, new OrderConfirmed(7))));
        assertThat(mvc.get().uri("/orders/7").header("If-None-Match", "\"0\""))
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"");
    }

    @Test
    void givenAnOrderThatWasPlacedOnAFullSecond_whenAskedFor_thenItsTimeHasMilliseconds() {
        Instant noon = Instant.parse("2026-07-01T12:00:00Z");
        when(orders.find(7, null))
                .thenReturn(Optional.of(viewOf(new OrderPlaced(7, TWO_LAPTOPS, PLACED.totalPrice(), noon))));

        assertThat(mvc.get().uri("/orders/7"))
                .hasStatusOk()
                .bodyText()
                .contains("\"created_at\":\"2026-07-01T12:00:00.000Z\"");
    }

    @Test
    void givenACancelledOrder_whenAskedFor_thenItSaysWhy() {
        when(orders.find(7, null))
                .thenReturn(Optional.of(viewOf(PLACED, new OrderCancelled(7, "product 1 does not exist"))));

        assertThat(mvc.get().uri("/orders/7"))
                .hasStatusOk()
                .bodyText()
                .contains("\"status\":\"cancelled\",\"reason\":\"product 1 does not exist\"");
    }

    @Test
    void givenNoOrder_whenAskedFor_thenNotFound() {
        when(orders.find(7, null)).thenReturn(Optional.empty());

        assertProblem(mvc.get().uri("/orders/7").exchange(), 404, "Order not found");
    }

    @Test
    void givenAnOrder_whenItsEventsAreAskedFor_thenTheyAreShownWithWhatTheySay() {
        when(history.of(7, null))
                .thenReturn(List.of(
                        new RecordedEvent(
                                40,
                                "e-1",
                                "OrderPlaced",
                                NOON,
                                "order-7",
                                0,
                                "4bf92f3577b34da6a3ce929d0e0e4736",
                                PLACED),
                        new RecordedEvent(
                                41, "e-2", "StockReserved", NOON, "product-1", 3, null, new StockReserved(7, 1, 2))));

        assertThat(mvc.get().uri("/orders/7/events"))
                .hasStatusOk()
                .bodyText()
                .isEqualTo("[{\"event_id\":\"e-1\",\"type\":\"OrderPlaced\",\"at\":\"2026-07-01T12:00:00.123Z\","
                        + "\"aggregate\":\"order-7\",\"sequence\":0,\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\","
                        + "\"data\":{\"order_id\":7,\"lines\":[{\"product_id\":1,\"quantity\":2,\"unit_price\":1500.00}],"
                        + "\"total_price\":3000.00,\"placed_at\":\"2026-07-01T12:00:00.123Z\",\"customer\":null}},"
                        + "{\"event_id\":\"e-2\",\"type\":\"StockReserved\",\"at\":\"2026-07-01T12:00:00.123Z\","
                        + "\"aggregate\":\"product-1\",\"sequence\":3,\"trace_id\":null,"
                        + "\"data\":{\"order_id\":7,\"product_id\":1,\"quantity\":2}}]");
    }

    @Test
    void givenNoOrder_whenItsEventsAreAskedFor_thenNotFound() {
        when(history.of(7, null)).thenReturn(List.of());

        assertProblem(mvc.get().uri("/orders/7/events").exchange(), 404, "Order not found");
    }

    @Test
    void givenNoOrders_whenListed_thenAnEmptyListOfTheFirstTen() {
        givenTheList(ALL, null, 0, 10, List.of());

        MvcTestResult answer = mvc.get().uri("/orders").exchange();

        assertThat(answer).hasStatusOk().doesNotContainHeader("Link").doesNotContainHeader("X-Total-Count");
        assertThat(answer).bodyText().isEqualTo("[]");
    }

    @Test
    void givenOrders_whenListedByStatus_thenThoseFromThereOn() {
        givenTheList(
                new OrderFilter(null, OrderStatus.PENDING, null, null, null), null, 20, 1000, List.of(viewOf(PLACED)));

        assertThat(mvc.get().uri("/orders?status=pending&skip=20&limit=1000"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$[*].id")
                .asArray()
                .containsExactly(7);
    }

    @Test
    void givenMoreOrdersThanAPageHas_whenListed_thenTheAnswerSaysWhereTheNextOnesAre() {
        Instant to = Instant.parse("2026-07-02T00:00:00Z");
        givenTheList(
                new OrderFilter(null, OrderStatus.PENDING, 1L, NOON, to),
                5L,
                0,
                1,
                List.of(viewOf(PLACED), viewOf(new OrderPlaced(8, TWO_LAPTOPS, PLACED.totalPrice(), NOON))));

        MvcTestResult answer = mvc.get()
                .uri(URI.create("/shop/orders?status=pending&product_id=1&from=" + NOON
                        + "&to=2026-07-02T02:00:00%2B02:00&after=5&limit=1"))
                .contextPath("/shop")
                .exchange();

        assertThat(answer)
                .hasStatusOk()
                .hasHeader(
                        "Link",
                        "</shop/orders?status=pending&product_id=1&from=2026-07-01T12:00:00.123456Z&to=2026-07-02T00:00:00Z"
                                + "&after=7&limit=1>; rel=\"next\"");
        assertThat(answer).bodyJson().extractingPath("$[*].id").asArray().containsExactly(7);
    }

    @Test
    void givenTheLastPage_whenListed_thenThereIsNoNextOne() {
        givenTheList(ALL, null, 0, 1, List.of(viewOf(PLACED)));

        assertThat(mvc.get().uri("/orders?limit=1")).hasStatusOk().doesNotContainHeader("Link");
    }

    @Test
    void whenTheTotalIsAskedFor_thenItIsToldBesideThePage() {
        givenTheList(ALL, null, 0, 10, List.of(viewOf(PLACED)));
        when(orders.count(ALL)).thenReturn(1L);

        assertThat(mvc.get().uri("/orders?total=true")).hasStatusOk().hasHeader("X-Total-Count", "1");
    }

    private void givenTheList(OrderFilter filter, Long after, int skip, int limit, List<OrderView> found) {
        when(orders.list(filter, after, skip, limit + 1)).thenReturn(found);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=100000, limit",
        "limit=1001, limit",
        "limit=0, limit",
        "limit=ten, limit",
        "skip=-1, skip",
        "skip=2147483648, skip",
        "status=foo, status",
        "status=0, status",
        "product_id=0, product_id",
        "product_id=one, product_id",
        "from=yesterday, from",
        "to=1782907200, to",
        "after=0, after",
        "after=-1, after",
        "after=9223372036854775808, after",
        "after=1&skip=0, after",
        "total=perhaps, total"
    })
    void givenAParameterOutOfBounds_whenListed_thenItIsNamed(String query, String field) {
        assertInvalid(mvc.get().uri("/orders?" + query).exchange(), field);
    }

    @Test
    void givenAnotherStatus_whenListed_thenTheAnswerSaysWhichThereAre() {
        assertProblem(
                mvc.get().uri("/orders?status=foo").exchange(), 422, "must be one of pending, confirmed, cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "9223372036854775808", "--1", "0x1", "+1", " 1", "\u0661"})
    void givenANumberThatIsNone_whenAskedFor_thenItIsNamed(String id) {
        assertInvalid(mvc.get().uri("/orders/{id}", id).exchange(), "id");
    }

    @ParameterizedTest
    @MethodSource("invalidOrders")
    void givenAnInvalidOrder_whenOrdered_thenItsFieldIsNamedAndNothingIsPlaced(String body, String field) {
        assertInvalid(post(body), field);
        verify(placement, never()).place(any());
    }

    static Stream<Arguments> invalidOrders() {
        return Stream.of(
                single("null", "2", "1", "product_id"),
                single("0", "2", "1", "product_id"),
                single("-1", "2", "1", "product_id"),
                single("1.0", "2", "1", "product_id"),
                single("\"1\"", "2", "1", "product_id"),
                single("9223372036854775808", "2", "1", "product_id"),
                single("1", "null", "1", "quantity"),
                single("1", "0", "1", "quantity"),
                single("1", "-2", "1", "quantity"),
                single("1", "2.5", "1", "quantity"),
                single("1", "2147483648", "1", "quantity"),
                single("1", "9".repeat(400), "1", "quantity"),
                single("1", "1e1000000000", "1", "quantity"),
                single("1", "2", "null", "unit_price"),
                single("1", "2", "-0.01", "unit_price"),
                single("1", "2", "1.999", "unit_price"),
                single("1", "2", "1e-1000000000", "unit_price"),
                single("1", "2", "1e1000000000", "unit_price"),
                single("1", "2", "-1e1000000000", "unit_price"),
                single("1", "2", "0e1000000000", "unit_price"),
                single("1", "2", "0e-1000000000", "unit_price"),
                single("1", "2", "9".repeat(400), "unit_price"),
                single("1", "2", "10000000000000.00", "unit_price"),
                single("1", "2", "\"1500\"", "unit_price"),
                single("1", "2", "true", "unit_price"),
                single("1", "2", "9999999999999.99", "total_price"),
                Arguments.of("{\"items\": []}", "items"),
                Arguments.of("{\"items\": {}}", "items"),
                Arguments.of("{\"items\": [null]}", "items[0]"),
                Arguments.of("{\"items\": [7]}", "items[0]"),
                Arguments.of("{\"items\": [" + item(1) + ", " + item(1) + "]}", "items[1].product_id"),
                Arguments.of(items(101), "items"),
                Arguments.of("{\"product_id\": 1, \"items\": [" + item(1) + "]}", "items"),
                Arguments.of(
                        "{\"items\": [" + item(1) + ", {\"product_id\": 2, \"quantity\": 1}]}", "items[1].unit_price"),
                Arguments.of(
                        "{\"items\": [{\"product_id\": 1, \"quantity\": 1, \"unit_price\": 1, \"colour\": \"red\"}]}",
                        "items[0].colour"),
                Arguments.of("{\"product_id\": 1, \"quantity\": 1, \"unit_price\": 1, \"discount\": 1}", "discount"));
    }

    @Test
    void givenManyMistakes_whenOrdered_thenAllAreToldAtOnce() {
        assertInvalid(post("{}"), "product_id", "quantity", "unit_price");
        assertInvalid(
                post("{\"items\": [{\"product_id\": 0, \"quantity\": 0, \"unit_price\": 1.001}, {}]}"),
                "items[0].product_id",
                "items[0].quantity",
                "items[0].unit_price",
                "items[1].product_id",
                "items[1].quantity",
                "items[1].unit_price");
    }

    @Test
    @Timeout(5)
    void givenVeryManyItemsThatAreNone_whenOrdered_thenThereIsOneMistake() {
        assertInvalid(post("{\"items\": [" + "null, ".repeat(150_000) + "null]}"), "items");
    }

    @Test
    void givenMistakesInManyItems_whenOrdered_thenTheyAreToldInTheOrderOfTheItems() {
        String mistaken = "{\"product_id\": 0, \"quantity\": 1, \"unit_price\": 1}";

        assertThat(post("{\"items\": [" + (mistaken + ", ").repeat(10) + mistaken + "]}"))
                .bodyJson()
                .extractingPath("$.errors[*].field")
                .asArray()
                .startsWith("items[0].product_id", "items[1].product_id", "items[2].product_id")
                .endsWith("items[9].product_id", "items[10].product_id");
    }

    @Test
    void givenAHundredItems_whenOrdered_thenPlaced() {
        givenTheNextOrderIs7();

        assertThat(post(items(100))).hasStatus(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "0e3", "-0.0", "1.50000", "15e2", "9999999999.99"})
    @Timeout(5)
    void givenAPriceInAnyNotation_whenOrdered_thenPlaced(String price) {
        givenTheNextOrderIs7();

        MvcTestResult answer = post("{\"product_id\": 1, \"quantity\": 1, \"unit_price\": " + price + "}");

        assertThat(answer).hasStatus(201);
        assertThat(answer).bodyText().containsPattern("\"total_price\":\\d+\\.\\d\\d,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "two laptops", "{\"product_id\": 1", "{\"quantity\": 1, \"quantity\": 2}"})
    void givenNoJson_whenOrdered_thenTheAnswerSaysSo(String body) {
        assertProblem(post(body), 400, "");
    }

    @Test
    void givenAKey_whenOrdered_thenTheOrderIsPlacedUnderIt() {
        when(clock.instant()).thenReturn(NOON);
        when(placementByKey.place(new Draft(TWO_LAPTOPS, NOON_IN_MILLIS, Optional.empty()), "k1"))
                .thenReturn(new Placement.Before(5));
        when(orders.asPlaced(5))
                .thenReturn(viewOf(new OrderPlaced(5, TWO_LAPTOPS, PLACED.totalPrice(), NOON_IN_MILLIS)));

        assertThat(postWithKey("k1")).hasStatus(201).hasHeader("Location", "/orders/5");
        verify(placement, never()).place(any());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void givenAKeyOfABadLength_whenOrdered_thenItIsNamed(int length) {
        assertInvalid(postWithKey("k".repeat(length)), "Idempotency-Key");
    }

    @Test
    void givenACustomer_whenItOrders_thenTheOrderIsItsOwn() {
        givenTheNextOrderIs7();

        assertThat(mvc.post()
                        .uri("/orders")
                        .with(OrderControllerTest::asAnna)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"product_id\": 1, \"quantity\": 2, \"unit_price\": 1500.00}"))
                .hasStatus(201)
                .bodyText()
                .doesNotContain("anna");
        verify(placement).place(new Draft(TWO_LAPTOPS, NOON_IN_MILLIS, Optional.of("anna")));
    }

    @Test
    void givenACustomer_whenItAsks_thenForItsOwnOrders() {
        givenTheList(
                new OrderFilter("anna", OrderStatus.PENDING, null, null, null), null, 0, 10, List.of(viewOf(PLACED)));

        assertThat(mvc.get().uri("/orders?status=pending").with(OrderControllerTest::asAnna))
                .bodyJson()
                .extractingPath("$[*].id")
                .asArray()
                .containsExactly(7);
        for (String path : List.of("/orders/7", "/orders/7/events")) {
            assertProblem(mvc.get().uri(path).with(OrderControllerTest::asAnna).exchange(), 404, "Order not found");
        }
        verify(orders).find(7, "anna");
        verify(history).of(7, "anna");
    }

    @Test
    void givenAnOperator_whenItAsks_thenForEverybodys() {
        when(orders.find(7, null)).thenReturn(Optional.of(viewOf(PLACED)));

        assertThat(mvc.get().uri("/orders/7").with(request -> {
                    request.addUserRole("operator");
                    return asAnna(request);
                }))
                .hasStatusOk();
    }

    private static MockHttpServletRequest asAnna(MockHttpServletRequest request) {
        request.setRemoteUser("anna");
        return request;
    }

    @Test
    void theDocumentHasTheFieldsAndTheStatesAsClientsWriteThem() {
        MvcTestResult document = mvc.get().uri("/openapi.json").exchange();

        assertThat(document)
                .bodyJson()
                .extractingPath("$.components.schemas.OrderResponse.properties.status.enum")
                .asArray()
                .containsExactly("pending", "confirmed", "cancelled");
        assertThat(document)
                .bodyJson()
                .extractingPath("$.components.schemas.OrderResponse.properties")
                .asMap()
                .containsOnlyKeys(
                        "id", "product_id", "quantity", "items", "total_price", "status", "reason", "created_at");
        assertThat(document)
                .bodyJson()
                .extractingPath("$.components.schemas.PlaceOrderRequest.properties")
                .asMap()
                .containsOnlyKeys("product_id", "quantity", "unit_price", "items");
        assertThat(document)
                .bodyJson()
                .extractingPath("$.paths['/orders'].get.parameters[*].name")
                .asArray()
                .containsExactlyInAnyOrder("status", "product_id", "from", "to", "after", "skip", "limit", "total");
    }

    private void givenTheNextOrderIs7() {
        when(clock.instant()).thenReturn(NOON);
        when(placement.place(any())).thenAnswer(call -> {
            Draft draft = call.getArgument(0);
            return new Placement.Now(new PlaceOrder(new OrderId(7), draft.lines(), draft.placedAt(), draft.customer()));
        });
    }

    private MvcTestResult post(String body) {
        return mvc.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult postWithKey(String key) {
        return mvc.post()
                .uri("/orders")
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"product_id\": 1, \"quantity\": 2, \"unit_price\": 1500.00}")
                .exchange();
    }

    private static Arguments single(String product, String quantity, String price, String field) {
        String body =
                "{\"product_id\": " + product + ", \"quantity\": " + quantity + ", \"unit_price\": " + price + "}";
        return Arguments.of(body, field);
    }

    private static String item(int product) {
        return "{\"product_id\": " + product + ", \"quantity\": 1, \"unit_price\": 1}";
    }

    private static String items(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(OrderControllerTest::item)
                .collect(Collectors.joining(", ", "{\"items\": [", "]}"));
    }

    private static void assertInvalid(MvcTestResult answer, String... fields) {
        assertProblem(answer, 422, fields[0]);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[*].field")
                .asArray()
                .containsExactlyInAnyOrder((Object[]) fields);
    }

    private static void assertProblem(MvcTestResult answer, int status, String detail) {
        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .isNotBlank()
                .contains(detail);
        assertThat(answer).bodyText().doesNotContain("Exception", "io.orderflow", "java.");
    }
}
