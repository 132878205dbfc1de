package io.orderflow.inventory.rest;

import static io.orderflow.inventory.product.ExpectedVersions.ANY;
import static io.orderflow.inventory.view.ProductViewFixture.viewOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.orderflow.api.StockReserved;
import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.history.RecordedEvent;
import io.orderflow.inventory.change.KeyReusedException;
import io.orderflow.inventory.change.ProductChanges;
import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.AdjustStock;
import io.orderflow.inventory.product.ExpectedVersions;
import io.orderflow.inventory.product.InsufficientStockException;
import io.orderflow.inventory.product.ProductAdded;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.ProductState;
import io.orderflow.inventory.product.RenameProduct;
import io.orderflow.inventory.product.SetStock;
import io.orderflow.inventory.product.UnexpectedVersionException;
import io.orderflow.inventory.view.ProductQueries;
import io.orderflow.rest.json.JsonAutoConfiguration;
import io.orderflow.rest.openapi.OpenApiAutoConfiguration;
import io.orderflow.rest.problem.ProblemAutoConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
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
@MockitoBean(types = CommandGateway.class)
class ProductControllerTest {

    private static final String CLIENT = "127.0.0.1";
    private static final ProductId LAPTOP = new ProductId(1);

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private ProductChanges changes;

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

        verify(changes).add(new AddProduct(new ProductId(4), "Schreibtisch, höhenverstellbar 🪑", 5), CLIENT);
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
                .hasHeader("ETag", "\"0\"")
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
    void givenAProduct_whenItsStockIsSet_thenItIsShownWithItAndItsNewTag() {
        when(changes.make(new SetStock(LAPTOP, 20, ANY), CLIENT)).thenReturn(new ProductState(1, "Laptop", 20, 3));

        assertThat(patchStock("1", "{\"stock\": 20}"))
                .hasStatusOk()
                .hasHeader("ETag", "\"3\"")
                .bodyText()
                .isEqualTo("{\"id\":1,\"name\":\"Laptop\",\"stock\":20}");
    }

    @Test
    void givenAProduct_whenRenamed_thenItIsShownWithItsNewNameAndTag() {
        when(changes.make(new RenameProduct(LAPTOP, "Notebook", ANY), CLIENT))
                .thenReturn(new ProductState(1, "Notebook", 10, 1));

        assertThat(patch("/products/1", "{\"name\": \"Notebook\"}"))
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"")
                .bodyText()
                .isEqualTo("{\"id\":1,\"name\":\"Notebook\",\"stock\":10}");
    }

    @Test
    void givenAProduct_whenItsStockIsAdjusted_thenItIsShownWithItAndItsNewTag() {
        when(changes.make(new AdjustStock(LAPTOP, -5, "broken", ANY), CLIENT))
                .thenReturn(new ProductState(1, "Laptop", 5, 2));

        assertThat(adjust("{\"by\": -5, \"reason\": \"broken\"}"))
                .hasStatusOk()
                .hasHeader("ETag", "\"2\"")
                .bodyText()
                .isEqualTo("{\"id\":1,\"name\":\"Laptop\",\"stock\":5}");
    }

    @Test
    void givenAKey_whenAStockIsAdjusted_thenOnceForIt() {
        when(changes.makeOnce(new AdjustStock(LAPTOP, 5, "found", ANY), "key", CLIENT))
                .thenReturn(new ProductState(1, "Laptop", 15, 2));

        assertThat(adjust("{\"by\": 5, \"reason\": \"found\"}", "Idempotency-Key", "key"))
                .hasStatusOk()
                .bodyText()
                .contains("\"stock\":15");
    }

    @Test
    void givenAKeyOfAnotherAdjustment_whenAStockIsAdjusted_thenTheHeaderIsNamed() {
        when(changes.makeOnce(any(), any(), any())).thenThrow(mock(KeyReusedException.class));

        assertInvalid(adjust("{\"by\": 5, \"reason\": \"found\"}", "Idempotency-Key", "key"), "Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void givenAKeyThatIsNone_whenAStockIsAdjusted_thenTheHeaderIsNamed(int length) {
        assertInvalid(
                adjust("{\"by\": 5, \"reason\": \"found\"}", "Idempotency-Key", "k".repeat(length)), "Idempotency-Key");
        verifyNoInteractions(changes);
    }

    @Test
    void givenTooFew_whenMoreAreTaken_thenConflict() {
        InsufficientStockException tooFew = mock();
        when(tooFew.getMessage()).thenReturn("There are 3 available, from which 5 cannot be taken");
        when(changes.make(any(), any())).thenThrow(tooFew);

        assertProblem(
                adjust("{\"by\": -5, \"reason\": \"broken\"}"),
                409,
                "There are 3 available, from which 5 cannot be taken");
    }

    @Test
    void givenNoProduct_whenChanged_thenNotFound() {
        when(changes.make(any(), any())).thenThrow(new AggregateNotFoundException("product-42", "not found"));

        assertProblem(patchStock("42", "{\"stock\": 20}"), 404, "Product not found");
        assertProblem(patch("/products/42", "{\"name\": \"Desk\"}"), 404, "Product not found");
        assertProblem(adjust("{\"by\": 5, \"reason\": \"found\"}"), 404, "Product not found");
    }

    @Test
    void givenAProductThatIsJustBeingChanged_whenItsStockIsSet_thenConflict() {
        when(changes.make(any(), any())).thenThrow(new ConcurrencyException("product-1 has changed"));

        assertProblem(patchStock("1", "{\"stock\": 20}"), 409, "The product was changed at the same moment; try again");
    }

    @Test
    void givenAnotherVersion_whenChangedIfItMatches_thenThePreconditionHasFailed() {
        when(changes.make(any(), any())).thenThrow(mock(UnexpectedVersionException.class));

        assertProblem(patchStock("1", "{\"stock\": 20}", "If-Match", "\"3\""), 412, "The product has changed");
    }

    @Test
    void givenVersionsThatAClientHasSeen_whenChangedIfOneMatches_thenTheChangeIsForThese() {
        when(changes.make(any(), any())).thenReturn(new ProductState(1, "Laptop", 20, 8));

        assertThat(patchStock("1", "{\"stock\": 20}", "If-Match", "\"7\"")).hasStatusOk();
        assertThat(patch("/products/1", "{\"name\": \"Desk\"}", "If-Match", "\"6\", \"7\""))
                .hasStatusOk();
        assertThat(adjust("{\"by\": 5, \"reason\": \"found\"}", "If-Match", "\"7\""))
                .hasStatusOk();

        verify(changes).make(new SetStock(LAPTOP, 20, ExpectedVersions.of(Set.of(7L))), CLIENT);
        verify(changes).make(new RenameProduct(LAPTOP, "Desk", ExpectedVersions.of(Set.of(6L, 7L))), CLIENT);
        verify(changes).make(new AdjustStock(LAPTOP, 5, "found", ExpectedVersions.of(Set.of(7L))), CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "\"0\", \"1\""})
    void givenAClientThatHasSeenAProductAsItIs_whenItAsksIfItIsAnother_thenItIsNotSentAgain(String tags) {
        when(products.find(1))
                .thenReturn(Optional.of(viewOf(new ProductAdded(1, "Laptop", 10), new StockReserved(7, 1, 4))));

        assertThat(mvc.get().uri("/products/1").header("If-None-Match", tags))
                .hasStatus(304)
                .hasHeader("ETag", "\"1\"")
                .bodyText()
                .isEmpty();
        assertThat(mvc.get().uri("/products/1").header("If-None-Match", "\"0\""))
                .hasStatusOk();
    }

    /** By an order that another instance rejects, as there was no such product. */
    @Test
    void givenANumberThatIsJustBeingAskedFor_whenAProductIsAddedUnderIt_thenConflict() {
        doThrow(new AggregateStreamCreationException("product-4 is there"))
                .when(changes)
                .add(any(), any());

        assertProblem(
                post("{\"name\": \"Desk\", \"stock\": 5}"),
                409,
                "The product was changed at the same moment; try again");
    }

    @ParameterizedTest
    @MethodSource("invalidProducts")
    void givenAnInvalidProduct_whenAdded_thenItsFieldIsNamedAndNothingIsAdded(String name, String stock, String field) {
        assertInvalid(post("{\"name\": " + name + ", \"stock\": " + stock + "}"), field);
        verify(changes, never()).add(any(), any());
        verify(numbers, never()).next();
    }

    static Stream<Arguments> invalidProducts() {
        return Stream.concat(
                invalidTexts().map(name -> Arguments.of(name, "5", "name")),
                invalidStocks().map(stock -> Arguments.of("\"Desk\"", stock, "stock")));
    }

    static Stream<String> invalidTexts() {
        return Stream.of(
                "null",
                "\"\"",
                "\" \"",
                "7",
                "true",
                "{}",
                "\"" + "x".repeat(201) + "\"",
                "\"a\\u0000b\"",
                "\"a\\nb\"",
                "\"a\\ud83e\"");
    }

    @ParameterizedTest
    @MethodSource("invalidTexts")
    void givenAnInvalidNameOrReason_whenChanged_thenItIsNamedAndNothingIsChanged(String text) {
        assertInvalid(patch("/products/1", "{\"name\": " + text + "}"), "name");
        assertInvalid(adjust("{\"by\": 5, \"reason\": " + text + "}"), "reason");
        verifyNoInteractions(changes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "0", "-0", "1.0", "1.5", "\"5\"", "true", "1000000001", "-1000000001", "1e1000000000"})
    void givenANumberOfPiecesThatIsNone_whenAdjusted_thenItIsNamedAndNothingIsChanged(String by) {
        assertInvalid(adjust("{\"by\": " + by + ", \"reason\": \"found\"}"), "by");
        verifyNoInteractions(changes);
    }

    @Test
    void givenManyMistakes_whenAdjusted_thenAllAreToldAtOnce() {
        assertInvalid(adjust("{\"by\": 0}"), "by", "reason");
    }

    @ParameterizedTest
    @MethodSource("invalidStocks")
    void givenAnInvalidStock_whenSet_thenItIsNamedAndNothingIsSet(String stock) {
        assertInvalid(patchStock("1", "{\"stock\": " + stock + "}"), "stock");
        verifyNoInteractions(changes);
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
        assertInvalid(patchStock(id, "{\"stock\": 20}"), "id");
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
                .containsKeys(
                        "/products", "/products/{id}", "/products/{id}/stock", "/products/{id}/stock/adjustments");
    }

    private MvcTestResult post(String body) {
        return mvc.post()
                .uri("/products")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult patchStock(String id, String body, String... header) {
        return patch("/products/" + id + "/stock", body, header);
    }

    private MvcTestResult patch(String address, String body, String... header) {
        return send(mvc.patch().uri(address), body, header);
    }

    private MvcTestResult adjust(String body, String... header) {
        return send(mvc.post().uri("/products/1/stock/adjustments"), body, header);
    }

    private static MvcTestResult send(MockMvcRequestBuilder request, String body, String... header) {
        if (header.length > 0) {
            request.header(header[0], header[1]);
        }
        return request.contentType(MediaType.APPLICATION_JSON).content(body).exchange();
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
