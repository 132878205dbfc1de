package io.orderflow.ordering.rest;

import io.orderflow.eventstore.history.RecordedEvent;
import io.orderflow.ordering.admission.AdmissionControl;
import io.orderflow.ordering.admission.TooMuchWaitsException;
import io.orderflow.ordering.placement.Draft;
import io.orderflow.ordering.placement.GroupPlacement;
import io.orderflow.ordering.placement.IdempotentPlacement;
import io.orderflow.ordering.placement.KeyReusedException;
import io.orderflow.ordering.placement.Placement;
import io.orderflow.ordering.view.OrderHistory;
import io.orderflow.ordering.view.OrderQueries;
import io.orderflow.ordering.view.OrderStatus;
import io.orderflow.rest.problem.FieldProblem;
import io.orderflow.rest.problem.InvalidRequestException;
import io.orderflow.rest.problem.NotFoundException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
@RequestMapping("/orders")
class OrderController {

    private static final String KEY = "Idempotency-Key";

    private final AdmissionControl admission;
    private final GroupPlacement placement;
    private final IdempotentPlacement placementByKey;
    private final OrderQueries orders;
    private final OrderHistory history;
    private final Clock clock;

    OrderController(
            AdmissionControl admission,
            GroupPlacement placement,
            IdempotentPlacement placementByKey,
            OrderQueries orders,
            OrderHistory history,
            Clock clock) {
        this.admission = admission;
        this.placement = placement;
        this.placementByKey = placementByKey;
        this.orders = orders;
        this.history = history;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<OrderResponse> place(
            @Valid @RequestBody PlaceOrderRequest request,
            @RequestHeader(name = KEY, required = false) @Size(min = 1, max = 255) String key,
            UriComponentsBuilder root) {
        Draft draft = new Draft(request.orderLines(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        OrderResponse order =
                response(admission.admit(() -> key == null ? placement.place(draft) : placeOnce(draft, key)));
        return ResponseEntity.created(URI.create(
                        root.path("/orders/{id}").buildAndExpand(order.id()).getPath()))
                .body(order);
    }

    private OrderResponse response(Placement placement) {
        return placement instanceof Placement.Before before
                ? OrderResponse.of(orders.asPlaced(before.orderNumber()))
                : OrderResponse.placed(((Placement.Now) placement).order());
    }

    private Placement placeOnce(Draft draft, String key) {
        try {
            return placementByKey.place(draft, key);
        } catch (KeyReusedException e) {
            throw new InvalidRequestException(List.of(new FieldProblem(KEY, "was used for another order")));
        }
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(TooMuchWaitsException error) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, String.valueOf(error.retryAfterSeconds()))
                .body(
                        ProblemDetail.forStatusAndDetail(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "More orders are waiting than can be handled in time; this one was not placed, try again later"));
    }

    @GetMapping("/{id}")
    OrderResponse order(@PathVariable("id") long id) {
        return orders.find(id).map(OrderResponse::of).orElseThrow(OrderController::notFound);
    }

    /** Its own events and the answers to them, in their order. */
    @GetMapping("/{id}/events")
    List<RecordedEvent> events(@PathVariable("id") long id) {
        List<RecordedEvent> events = history.of(id);
        if (events.isEmpty()) {
            throw notFound();
        }
        return events;
    }

    @GetMapping
    List<OrderResponse> list(
            @RequestParam(name = "skip", defaultValue = "0") @Min(0) int skip,
            @RequestParam(name = "limit", defaultValue = "10") @Min(1) @Max(1000) int limit,
            @RequestParam(name = "status", required = false) OrderStatus status) {
        return orders.list(status, skip, limit).stream().map(OrderResponse::of).toList();
    }

    private static NotFoundException notFound() {
        return new NotFoundException("Order not found");
    }
}
