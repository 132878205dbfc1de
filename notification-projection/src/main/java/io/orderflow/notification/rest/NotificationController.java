package io.orderflow.notification.rest;

import io.orderflow.access.Caller;
import io.orderflow.notification.view.NotificationQueries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/notifications")
class NotificationController {

    private final NotificationQueries notifications;

    NotificationController(NotificationQueries notifications) {
        this.notifications = notifications;
    }

    @GetMapping
    List<NotificationResponse> list(
            @RequestParam(name = "skip", defaultValue = "0") @Min(0) int skip,
            @RequestParam(name = "limit", defaultValue = "10") @Min(1) @Max(1000) int limit,
            HttpServletRequest http) {
        return notifications.list(Caller.of(http).confinedTo(), skip, limit).stream()
                .map(NotificationResponse::of)
                .toList();
    }

    @GetMapping("/order/{order_id}")
    List<NotificationResponse> ofOrder(@PathVariable("order_id") long orderId, HttpServletRequest http) {
        return notifications.ofOrder(Caller.of(http).confinedTo(), orderId).stream()
                .map(NotificationResponse::of)
                .toList();
    }
}
