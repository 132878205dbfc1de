package io.orderflow.ordering.rest;

import io.orderflow.access.Caller;
import io.orderflow.eventstore.history.RecordedEvent;
import io.orderflow.ordering.admission.AdmissionControl;
import io.orderflow.ordering.admission.TooMuchWaitsException;
import io.orderflow.ordering.placement.Draft;
import io.orderflow.ordering.placement.GroupPlacement;
import io.orderflow.ordering.placement.IdempotentPlacement;
import io.orderflow.ordering.placement.KeyReusedException;
import io.orderflow.ordering.placement.Placement;
import io.orderflow.ordering.view.OrderFilter;
import io.orderflow.ordering.view.OrderHistory;
import io.orderflow.ordering.view.OrderQueries;
import io.orderflow.ordering.view.OrderStatus;
import io.orderflow.ordering.view.OrderView;
import io.orderflow.rest.problem.FieldProblem;
import io.orderflow.rest.problem.InvalidRequestException;
import io.orderflow.rest.problem.NotFoundException;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    static final String NOT_FOUND = "Order not found";

    private static final String KEY = "Idempotency-Key";
    private static final String TOTAL = "X-Total-Count";

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
            HttpServletRequest http,
            UriComponentsBuilder root) {
        Caller caller = Caller.of(http);
        Draft draft = new Draft(
                request.orderLines(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                Optional.ofNullable(caller.subject()));
        OrderResponse order = response(
                admission.admit(() -> key == null ? placement.place(draft) : placeOnce(draft, caller.own(key))));
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

    /** With an {@code ETag}: whoever sends that as {@code If-None-Match} gets {@code 304} while nothing has happened to it. */
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "304", description = "Nothing has happened to it since", content = @Content)
    @GetMapping("/{id}")
    ResponseEntity<OrderResponse> order(@PathVariable("id") long id, HttpServletRequest http) {
        return orders.find(id, Caller.of(http).confinedTo())
                .map(OrderResponse::tagged)
                .orElseThrow(OrderController::notFound);
    }

    /** Its own events and the answers to them, in their order. */
    @GetMapping("/{id}/events")
    List<RecordedEvent> events(@PathVariable("id") long id, HttpServletRequest http) {
        List<RecordedEvent> events = history.of(id, Caller.of(http).confinedTo());
        if (events.isEmpty()) {
            throw notFound();
        }
        return events;
    }

    /**
     * By id, or, with `from` or `to`, by `created_at`, and by id where that is the same. The next page, if there is one, is at the
     * `Link` with `rel="next"`; with `total=true`, `X-Total-Count` says how many orders there are on all pages.
     *
     * @param after the id of the last order of the page before
     */
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            headers = {
                @Header(name = HttpHeaders.LINK, schema = @Schema(type = "string")),
                @Header(name = TOTAL, schema = @Schema(type = "integer"))
            })
    @GetMapping
    ResponseEntity<List<OrderResponse>> list(
            @RequestParam(name = "status", required = false) OrderStatus status,
            @RequestParam(name = "product_id", required = false) @Min(1) Long productId,
            @RequestParam(name = "from", required = false) Instant from,
            @RequestParam(name = "to", required = false) Instant to,
            @RequestParam(name = "after", required = false) @Min(1) Long after,
            @RequestParam(name = "skip", required = false) @Min(0) Integer skip,
            @RequestParam(name = "limit", defaultValue = "10") @Min(1) @Max(1000) int limit,
            @RequestParam(name = "total", defaultValue = "false") boolean total,
            HttpServletRequest http,
            UriComponentsBuilder root) {
        if (after != null && skip != null) {
            throw new InvalidRequestException(List.of(new FieldProblem("after", "cannot be given together with skip")));
        }
        OrderFilter filter = new OrderFilter(Caller.of(http).confinedTo(), status, productId, from, to);
        List<OrderView> found = orders.list(filter, after, skip == null ? 0 : skip, limit + 1);
        List<OrderView> page = found.subList(0, Math.min(limit, found.size()));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (found.size() > limit) {
            answer.header(HttpHeaders.LINK, nextPage(filter, page.get(limit - 1).id(), limit, root));
        }
        if (total) {
            answer.header(TOTAL, String.valueOf(orders.count(filter)));
        }
        return answer.body(page.stream().map(OrderResponse::of).toList());
    }

    private static String nextPage(OrderFilter filter, long after, int limit, UriComponentsBuilder root) {
        URI next = root.path("/orders")
                .queryParamIfPresent(
                        "status", Optional.ofNullable(filter.status()).map(OrderController::asWritten))
                .queryParamIfPresent("product_id", Optional.ofNullable(filter.productId()))
                .queryParamIfPresent("from", Optional.ofNullable(filter.from()))
                .queryParamIfPresent("to", Optional.ofNullable(filter.to()))
                .queryParam("after", after)
                .queryParam("limit", limit)
                .encode()
                .build()
                .toUri();
        return "<%s?%s>; rel=\"next\"".formatted(next.getRawPath(), next.getRawQuery());
    }

    private static String asWritten(OrderStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static NotFoundException notFound() {
        return new NotFoundException(NOT_FOUND);
    }
}
