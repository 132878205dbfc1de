package io.orderflow.ordering.rest;

import static io.orderflow.ordering.view.OrderViewFixture.viewOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.ordering.order.AlreadyCancelledException;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.view.OrderQueries;
import io.orderflow.ordering.withdrawal.Withdrawal;
import io.orderflow.rest.json.JsonAutoConfiguration;
import io.orderflow.rest.problem.ProblemAutoConfiguration;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(CancellationController.class)
@ImportAutoConfiguration({JsonAutoConfiguration.class, ProblemAutoConfiguration.class})
class CancellationControllerTest {

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private Withdrawal withdrawal;

    @MockitoBean
    private OrderQueries orders;

    @Test
    void givenAnOrder_whenCancelled_thenItIsShownAsItIsThen() {
        when(orders.find(7, null))
                .thenReturn(Optional.of(viewOf(
                        new OrderPlaced(
                                7,
                                List.of(new OrderLine(1, 2, new BigDecimal("10.00"))),
                                new BigDecimal("20.00"),
                                Instant.EPOCH),
                        new OrderCancelled(7, "cancelled by the customer"))));

        MvcTestResult answer = cancel("7");

        verify(withdrawal).withdraw(new OrderId(7), "cancelled by the customer", "127.0.0.1");
        assertThat(answer).hasStatusOk().hasHeader("ETag", "\"1\"");
        assertThat(answer)
                .bodyText()
                .contains("\"id\":7,", "\"status\":\"cancelled\",\"reason\":\"cancelled by the customer\"");
    }

    @Test
    void givenAnotherCustomersOrder_whenCancelled_thenNotFound() {
        when(orders.find(7, "ben")).thenReturn(Optional.empty());

        assertProblem(cancelAs("ben"), 404, "Order not found");
        verifyNoInteractions(withdrawal);
    }

    @Test
    void givenAnyOrder_whenAnOperatorCancelsIt_thenItSaysSo() {
        when(orders.find(7, null)).thenReturn(Optional.of(viewOf(new OrderCancelled(7, "cancelled by an operator"))));

        assertThat(cancelAs("olga", "operator")).hasStatusOk();

        verify(withdrawal).withdraw(new OrderId(7), "cancelled by an operator", "olga");
    }

    @Test
    void givenACancelledOrder_whenCancelled_thenTheAnswerSaysThatItIs() {
        refuseWith(Mockito.mock(AlreadyCancelledException.class));

        assertProblem(cancel("7"), 409, "The order is cancelled already");
    }

    @Test
    void givenAnOrderToWhichSomethingElseJustHappens_whenCancelled_thenItMayBeTriedAgain() {
        refuseWith(new ConcurrencyException("order-7 has changed"));

        assertProblem(cancel("7"), 409, "Something else happened to the order at the same moment; try again");
    }

    @Test
    void givenNoOrder_whenCancelled_thenNotFound() {
        refuseWith(new AggregateNotFoundException("order-7", "there is none"));

        assertProblem(cancel("7"), 404, "Order not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "9223372036854775808", "+1", " 1"})
    void givenANumberThatIsNone_whenCancelled_thenItIsNamed(String id) {
        assertProblem(cancel(id), 422, "id must be a whole number within range");
        verifyNoInteractions(withdrawal);
    }

    private void refuseWith(RuntimeException refusal) {
        doThrow(refusal).when(withdrawal).withdraw(new OrderId(7), "cancelled by the customer", "127.0.0.1");
    }

    private MvcTestResult cancel(String id) {
        return mvc.post().uri("/orders/{id}/cancel", id).exchange();
    }

    private MvcTestResult cancelAs(String subject, String... roles) {
        return mvc.post()
                .uri("/orders/7/cancel")
                .with(request -> {
                    request.setRemoteUser(subject);
                    Stream.of(roles).forEach(request::addUserRole);
                    return request;
                })
                .exchange();
    }

    private static void assertProblem(MvcTestResult answer, int status, String detail) {
        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.detail").isEqualTo(detail);
    }
}
