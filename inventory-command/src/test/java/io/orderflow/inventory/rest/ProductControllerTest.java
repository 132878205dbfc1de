package io.orderflow.inventory.rest;

import static io.orderflow.inventory.view.ProductViewFixture.viewOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.orderflow.api.StockReserved;
import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.history.RecordedEvent;
import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.ProductAdded;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.SetStock;
import io.orderflow.inventory.view.ProductQueries;
import io.orderflow.rest.json.JsonAutoConfiguration;
import io.orderflow.rest.openapi.OpenApiAutoConfiguration;
import io.orderflow.rest.problem.ProblemAutoConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
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
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(ProductController.class)
@ImportAutoConfiguration({
    JsonAutoConfiguration.class,
    ProblemAutoConfiguration.class,
    OpenApiAutoConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocConfiguration.class,
    SpringDocWebMvcConfiguration.class
})
class ProductControllerTest {

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private CommandGateway commands;

    @MockitoBean
    private ProductNumberSequence numbers;

    @MockitoBean
    private ProductQueries products;

    @MockitoBean
    private EventHistory history;

    @Test
    void givenProducts_whenListed_thenAllAreShown() {
        when(products.list())
                .thenReturn(
                        List.of(viewOf(new ProductAdded(1, "Laptop", 10)), viewOf(new ProductAdded(2, "Mouse", 50))));

        assertThat(mvc.get().uri("/products"))
                .hasStatusOk()
                .bodyText()
                .isEqualTo("[{\"id\":1,\"name\":\"Laptop\",\"stock\":10},{\"id\":2,\"name\":\"Mouse\",\"stock\":50}]");
    }

    @Test
    void givenNoProducts_whenListed_thenAnEmptyList() {
        assertThat(mvc.get().uri("/products")).hasStatusOk().bodyText().isEqualTo("[]");
    }

    @Test
    void givenAProduct_whenAdded_thenItHasANumber() {
        when(numbers.next()).thenReturn(4L);

        MvcTestResult answer = post("{\"name\": \"Schreibtisch, höhenverstellbar 🪑\", \"stock\": 5}");

        verify(commands).sendAndWait(new AddProduct(new ProductId(4), "Schreibtisch, höhenverstellbar 🪑", 5));
        assertThat(answer).hasStatus(201).hasHeader("Location", "/products/4");
        assertThat(answer)
                .bodyText()
                .isEqualTo("{\"id\":4,\"name\":\"Schreibtisch, höhenverstellbar 🪑\",\"stock\":5}");
    }

    @Test
    void givenAServiceUnderAPathOfItsOwn_whenAProductIsAdded_thenItsLocationIsThere() {
        when(numbers.next()).thenReturn(4L);

        assertThat(mvc.post()
                        .uri("/shop/products")
                        .contextPath("/shop")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"name\": \"Desk\", \"stock\": 5}"))
                .hasStatus(201)
                .hasHeader("Location", "/shop/products/4");
    }

    @Test
    void givenAProduct_whenAskedFor_thenShown() {
        when(products.find(1)).thenReturn(Optional.of(viewOf(new ProductAdded(1, "Laptop", 10))));

        assertThat(mvc.get().uri("/products/1"))
                .hasStatusOk()
                .bodyText()
                .isEqualTo("{\"id\":1,\"name\":\"Laptop\",\"stock\":10}");
    }

    @Test
    void givenNoProduct_whenAskedFor_thenNotFound() {
        when(products.find(42)).thenReturn(Optional.empty());

        assertProblem(mvc.get().uri("/products/42").exchange(), 404, "Product not found");
    }

    @Test
    void givenAProduct_whenItsEventsAreAskedFor_thenTheNewestAreShown() {
        when(products.find(1)).thenReturn(Optional.of(viewOf(new ProductAdded(1, "Laptop", 10))));
        when(history.newestOf("product-1", Long.MAX_VALUE, 10))
                .thenReturn(List.of(new RecordedEvent(
                        40,
                        "e-1",
                        "StockReserved",
                        Instant.parse("2026-07-01T12:00:00Z"),
                        "product-1",
                        3,
                        null,
                        new StockReserved(7, 1, 2))));

        assertThat(mvc.get().uri("/products/1/events"))
                .hasStatusOk()
                .bodyText()
                .isEqualTo("[{\"event_id\":\"e-1\",\"type\":\"StockReserved\",\"at\":\"2026-07-01T12:00:00.000Z\","
                        + "\"aggregate\":\"product-1\",\"sequence\":3,\"trace_id\":null,"
                        + "\"data\":{\"order_id\":7,\"product_id\":1,\"quantity\":2}}]");
    }

    @Test
    void givenAProduct_whenEventsBeforeOneAreAskedFor_thenThatPage() {
        when(products.find(1)).thenReturn(Optional.of(viewOf(new ProductAdded(1, "Laptop", 10))));

        assertThat(mvc.get().uri("/products/1/events?before=3&limit=2")).hasStatusOk();

        verify(history).newestOf("product-1", 3, 2);
    }

    @ParameterizedTest
    @CsvSource({"before=-1, before", "before=x, before", "limit=0, limit", "limit=1001, limit"})
    void givenAPageThatIsNone_whenEventsAreAskedFor_thenItsFieldIsNamed(String query, String field) {
        assertInvalid(mvc.get().uri("/products/1/events?" + query).exchange(), field);
        verify(history, never()).newestOf(any(), anyLong(), anyInt());
    }

    @Test
    void givenNoProduct_whenItsEventsAreAskedFor_thenNotFound() {
        when(products.find(42)).thenReturn(Optional.empty());

        assertProblem(mvc.get().uri("/products/42/events").exchange(), 404, "Product not found");
    }

    @Test
    void givenAProduct_whenItsStockIsSet_thenItIsShownWithIt() {
        when(commands.sendAndWait(new SetStock(new ProductId(1), 20))).thenReturn(true);
        when(products.find(1)).thenReturn(Optional.of(viewOf(new ProductAdded(1, "Laptop", 20))));

        assertThat(patch("1", "{\"stock\": 20}")).hasStatusOk().bodyText().contains("\"stock\":20");
    }

    @Test
    void givenNoProduct_whenItsStockIsSet_thenNotFound() {
        when(commands.sendAndWait(any())).thenThrow(new AggregateNotFoundException("product-42", "not found"));

        assertProblem(patch("42", "{\"stock\": 20}"), 404, "Product not found");
    }

    @Test
    void givenAProductThatIsJustBeingChanged_whenItsStockIsSet_thenConflict() {
        when(commands.sendAndWait(any())).thenThrow(new ConcurrencyException("product-1 has changed"));

        assertProblem(patch("1", "{\"stock\": 20}"), 409, "The product was changed at the same moment; try again");
    }

    /** By an order that another instance rejects, as there was no such product. */
    @Test
    void givenANumberThatIsJustBeingAskedFor_whenAProductIsAddedUnderIt_thenConflict() {
        when(commands.sendAndWait(any())).thenThrow(new AggregateStreamCreationException("product-4 is there"));

        assertProblem(
                post("{\"name\": \"Desk\", \"stock\": 5}"),
                409,
                "The product was changed at the same moment; try again");
    }

    @Test
    void givenAProductThatWasOnlyAskedFor_whenItsStockIsSet_thenNotFound() {
        when(commands.sendAndWait(any())).thenReturn(false);

        assertProblem(patch("42", "{\"stock\": 20}"), 404, "Product not found");
    }

    @ParameterizedTest
    @MethodSource("invalidProducts")
    void givenAnInvalidProduct_whenAdded_thenItsFieldIsNamedAndNothingIsAdded(String name, String stock, String field) {
        assertInvalid(post("{\"name\": " + name + ", \"stock\": " + stock + "}"), field);
        verify(commands, never()).sendAndWait(any());
        verify(numbers, never()).next();
    }

    static Stream<Arguments> invalidProducts() {
        return Stream.concat(
                Stream.of(
                                "null",
                                "\"\"",
                                "\" \"",
                                "7",
                                "true",
                                "{}",
                                "\"" + "x".repeat(201) + "\"",
                                "\"a\\u0000b\"",
                                "\"a\\nb\"",
                                "\"a\\ud83e\"")
                        .map(name -> Arguments.of(name, "5", "name")),
                invalidStocks().map(stock -> Arguments.of("\"Desk\"", stock, "stock")));
    }

    @ParameterizedTest
    @MethodSource("invalidStocks")
    void givenAnInvalidStock_whenSet_thenItIsNamedAndNothingIsSet(String stock) {
        assertInvalid(patch("1", "{\"stock\": " + stock + "}"), "stock");
        verify(commands, never()).sendAndWait(any());
    }

    static Stream<String> invalidStocks() {
        return Stream.of(
                "null", "-1", "1.0", "1.5", "\"5\"", "true", "[]", "1000000001", "1e1000000000", "9".repeat(400));
    }

    @Test
    void givenManyMistakes_whenAdded_thenAllAreToldAtOnce() {
        assertInvalid(post("{}"), "name", "stock");
    }

    @Test
    void givenAnUnknownField_whenAdded_thenItIsNamed() {
        assertInvalid(post("{\"name\": \"Desk\", \"stock\": 5, \"price\": 1}"), "price");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "9223372036854775808"})
    void givenANumberThatIsNone_whenAskedFor_thenItIsNamed(String id) {
        assertInvalid(mvc.get().uri("/products/{id}", id).exchange(), "id");
        assertInvalid(patch(id, "{\"stock\": 20}"), "id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "a desk", "{\"name\": \"Desk\"", "{\"stock\": 1, \"stock\": 2}"})
    void givenNoJson_whenAdded_thenTheAnswerSaysSo(String body) {
        assertProblem(post(body), 400, "");
    }

    @Test
    void theDocumentHasTheFieldsAsClientsWriteThem() {
        MvcTestResult document = mvc.get().uri("/openapi.json").exchange();

        assertThat(document)
                .bodyJson()
                .extractingPath("$.components.schemas.ProductResponse.properties")
                .asMap()
                .containsOnlyKeys("id", "name", "stock");
        assertThat(document)
                .bodyJson()
                .extractingPath("$.paths")
                .asMap()
                .containsKeys("/products", "/products/{id}", "/products/{id}/stock");
    }

    private MvcTestResult post(String body) {
        return mvc.post()
                .uri("/products")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult patch(String id, String body) {
        return mvc.patch()
                .uri("/products/{id}/stock", id)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
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
