package io.orderflow.notification.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.orderflow.notification.view.NotificationQueries;
import io.orderflow.notification.wording.Notification;
import io.orderflow.rest.json.JsonAutoConfiguration;
import io.orderflow.rest.openapi.OpenApiAutoConfiguration;
import io.orderflow.rest.problem.ProblemAutoConfiguration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(NotificationController.class)
@ImportAutoConfiguration({
    JsonAutoConfiguration.class,
    ProblemAutoConfiguration.class,
    OpenApiAutoConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocConfiguration.class,
    SpringDocWebMvcConfiguration.class
})
class NotificationControllerTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.123Z");
    private static final Notification CONFIRMED =
            new Notification("e1", 1L, null, "confirmed", "Order 1 has been confirmed", NOON);
    private static final Notification OF_ANNA =
            new Notification("e1", 1L, null, "confirmed", "Order 1 has been confirmed", NOON, "anna");
    private static final Notification RAN_OUT =
            new Notification("e2", null, 3L, "out_of_stock", "Product 3 (Keyboard) is out of stock", NOON);

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private NotificationQueries notifications;

    @Test
    void givenNotifications_whenListed_thenTheFirstTenInTheOrderOfTheView() {
        when(notifications.list(null, 0, 10)).thenReturn(List.of(RAN_OUT, CONFIRMED));

        assertThat(mvc.get().uri("/notifications"))
                .hasStatusOk()
                .hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON)
                .bodyText()
                .isEqualTo("[{\"id\":\"e2\",\"order_id\":null,\"product_id\":3,\"status\":\"out_of_stock\","
                        + "\"message\":\"Product 3 (Keyboard) is out of stock\","
                        + "\"created_at\":\"2026-07-01T12:00:00.123Z\"},"
                        + "{\"id\":\"e1\",\"order_id\":1,\"status\":\"confirmed\","
                        + "\"message\":\"Order 1 has been confirmed\",\"created_at\":\"2026-07-01T12:00:00.123Z\"}]");
    }

    @Test
    void givenACustomer_whenItAsks_thenForItsOwn() {
        when(notifications.list("anna", 0, 10)).thenReturn(List.of(OF_ANNA));
        when(notifications.ofOrder("anna", 1)).thenReturn(List.of(OF_ANNA));

        for (String path : List.of("/notifications", "/notifications/order/1")) {
            assertThat(mvc.get().uri(path).with(NotificationControllerTest::asAnna))
                    .hasStatusOk()
                    .bodyText()
                    .contains("\"id\":\"e1\"")
                    .doesNotContain("anna");
        }
    }

    @Test
    void givenAnOperator_whenItAsks_thenForEverybodys() {
        when(notifications.list(null, 0, 10)).thenReturn(List.of(RAN_OUT, OF_ANNA));

        assertThat(mvc.get().uri("/notifications").with(request -> {
                    request.addUserRole("operator");
                    return asAnna(request);
                }))
                .bodyJson()
                .extractingPath("$[*].id")
                .asArray()
                .containsExactly("e2", "e1");
    }

    private static MockHttpServletRequest asAnna(MockHttpServletRequest request) {
        request.setRemoteUser("anna");
        return request;
    }

    @Test
    void givenNoNotifications_whenListed_thenAnEmptyList() {
        when(notifications.list(null, 0, 10)).thenReturn(List.of());

        assertThat(mvc.get().uri("/notifications")).hasStatusOk().bodyText().isEqualTo("[]");
    }

    @Test
    void givenAPage_whenListed_thenThoseFromThereOn() {
        when(notifications.list(null, 2_147_483_647, 1000)).thenReturn(List.of(CONFIRMED));

        assertThat(mvc.get().uri("/notifications?skip=2147483647&limit=1000"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$[*].id")
                .asArray()
                .containsExactly("e1");
    }

    @Test
    void givenAnOrder_whenAskedForItsNotifications_thenThoseAlone() {
        when(notifications.ofOrder(null, 1)).thenReturn(List.of(CONFIRMED));

        assertThat(mvc.get().uri("/notifications/order/1"))
                .hasStatusOk()
                .bodyJson()
                .doesNotHavePath("$[0].product_id")
                .extractingPath("$[*].message")
                .asArray()
                .containsExactly("Order 1 has been confirmed");
    }

    @Test
    void givenAnOrderThatNobodyWasToldOf_whenAskedForItsNotifications_thenAnEmptyList() {
        when(notifications.ofOrder(null, 42)).thenReturn(List.of());

        assertThat(mvc.get().uri("/notifications/order/42"))
                .hasStatusOk()
                .bodyText()
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=100000, limit",
        "limit=1001, limit",
        "limit=0, limit",
        "limit=-1, limit",
        "limit=ten, limit",
        "limit=1.5, limit",
        "skip=-1, skip",
        "skip=2147483648, skip",
        "skip=all, skip"
    })
    void givenAParameterOutOfBounds_whenListed_thenItIsNamed(String query, String field) {
        assertInvalid(mvc.get().uri("/notifications?" + query).exchange(), field);
        verifyNoInteractions(notifications);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "9223372036854775808", "--1", "null"})
    void givenANumberThatIsNone_whenAskedForItsNotifications_thenItIsNamed(String id) {
        assertInvalid(mvc.get().uri("/notifications/order/{id}", id).exchange(), "order_id");
        verifyNoInteractions(notifications);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/notifications/e1", "/notifications/order", "/notifications/order/1/2"})
    void givenAnAddressThatIsNone_whenAskedFor_thenNotFound(String address) {
        assertProblem(mvc.get().uri(address).exchange(), 404, "There is nothing at this address");
    }

    @Test
    void givenARequestToChangeThem_whenSent_thenRefused() {
        assertProblem(mvc.post().uri("/notifications").exchange(), 405, "does not take POST, but GET");
        assertProblem(mvc.delete().uri("/notifications/order/1").exchange(), 405, "does not take DELETE, but GET");
    }

    @Test
    void givenNoDatabase_whenListed_thenTheAnswerSaysSo() {
        when(notifications.list(null, 0, 10))
                .thenThrow(new DataAccessResourceFailureException("com.mongodb.MongoTimeoutException"));

        assertProblem(mvc.get().uri("/notifications").exchange(), 503, "The database cannot be reached");
    }

    @Test
    void theDocumentHasTheFieldsAsClientsReadThem() {
        MvcTestResult document = mvc.get().uri("/openapi.json").exchange();

        assertThat(document)
                .bodyJson()
                .extractingPath("$.components.schemas.NotificationResponse.properties")
                .asMap()
                .containsOnlyKeys("id", "order_id", "product_id", "status", "message", "created_at");
        assertThat(document)
                .bodyJson()
                .extractingPath("$.paths['/notifications'].get.parameters[*].name")
                .asArray()
                .containsExactlyInAnyOrder("skip", "limit");
        assertThat(document)
                .bodyJson()
                .extractingPath("$.paths['/notifications/order/{order_id}'].get.parameters[*].name")
                .asArray()
                .containsExactly("order_id");
    }

    private static void assertInvalid(MvcTestResult answer, String field) {
        assertProblem(answer, 422, field);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[*].field")
                .asArray()
                .containsExactly(field);
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
