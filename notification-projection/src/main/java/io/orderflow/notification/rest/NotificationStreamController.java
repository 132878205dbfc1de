package io.orderflow.notification.rest;

import io.orderflow.access.Caller;
import io.orderflow.notification.wording.Notification;
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
import java.util.function.Predicate;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/notifications")
class NotificationStreamController {

    private final LiveStream<Notification> stream;

    NotificationStreamController(LiveStream<Notification> stream) {
        this.stream = stream;
    }

    /** Notifications as they arrive. After a rebuild, and whenever the event is `reload`, the list has to be asked for again. */
    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Parameter(name = LiveStream.LAST_EVENT_ID, in = ParameterIn.HEADER, schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            description = "An event for each notification, which is its data",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = NotificationResponse.class)))
    void arrivals(
            @RequestParam(name = "order_id", required = false) @Min(1) Long orderId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String customer = Caller.of(request).confinedTo();
        Predicate<Notification> wanted = notification -> (customer == null || customer.equals(notification.customer()))
                && (orderId == null || orderId.equals(notification.orderId()));
        stream.open(request, response, Caller.until(request), wanted);
    }
}
