package io.orderflow.ordering.rest;

import io.orderflow.access.Caller;
import io.orderflow.eventstore.audit.Operator;
import io.orderflow.ordering.order.AlreadyCancelledException;
import io.orderflow.ordering.order.CancellationReason;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.view.OrderQueries;
import io.orderflow.ordering.withdrawal.Withdrawal;
import io.orderflow.rest.problem.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders/{id}/cancel")
class CancellationController {

    private final Withdrawal withdrawal;
    private final OrderQueries orders;

    CancellationController(Withdrawal withdrawal, OrderQueries orders) {
        this.withdrawal = withdrawal;
        this.orders = orders;
    }

    /** The order as it is then, cancelled. */
    @PostMapping
    ResponseEntity<OrderResponse> cancel(@PathVariable("id") long id, HttpServletRequest http) {
        Caller caller = Caller.of(http);
        String customer = caller.confinedTo();
        if (customer != null && orders.find(id, customer).isEmpty()) {
            throw new NotFoundException(OrderController.NOT_FOUND);
        }
        withdrawal.withdraw(new OrderId(id), reason(caller), Operator.of(http));
        return OrderResponse.tagged(orders.find(id, customer).orElseThrow());
    }

    private static String reason(Caller caller) {
        return caller.subject() != null && caller.seesAll()
                ? CancellationReason.BY_OPERATOR
                : CancellationReason.BY_CUSTOMER;
    }

    @ExceptionHandler
    ProblemDetail on(AggregateNotFoundException error) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, OrderController.NOT_FOUND);
    }

    @ResponseStatus(HttpStatus.CONFLICT)
    @ExceptionHandler
    ProblemDetail on(AlreadyCancelledException error) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The order is cancelled already");
    }

    @ResponseStatus(HttpStatus.CONFLICT)
    @ExceptionHandler
    ProblemDetail on(ConcurrencyException error) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "Something else happened to the order at the same moment; try again");
    }
}
