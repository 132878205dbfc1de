package io.orderflow.ordering.rest;

import io.orderflow.access.Caller;
import io.orderflow.ordering.view.OrderFilter;
import io.orderflow.ordering.view.OrderStatus;
import io.orderflow.rest.stream.LiveStream;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.time.Instant;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderStreamController {

    private final LiveStream<OrderChange> stream;

    OrderStreamController(LiveStream<OrderChange> stream) {
        this.stream = stream;
    }

    /** Orders as they change, each as it is after the change; those that a list by the same parameters would have. */
    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Parameter(name = LiveStream.LAST_EVENT_ID, in = ParameterIn.HEADER, schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            description = "An event for each change; its data is the order",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = OrderResponse.class)))
    void changes(
            @RequestParam(name = "status", required = false) OrderStatus status,
            @RequestParam(name = "product_id", required = false) @Min(1) Long productId,
            @RequestParam(name = "from", required = false) Instant from,
            @RequestParam(name = "to", required = false) Instant to,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        OrderFilter wanted = new OrderFilter(Caller.of(request).confinedTo(), status, productId, from, to);
        stream.open(request, response, Caller.until(request), change -> change.isIn(wanted));
    }
}
