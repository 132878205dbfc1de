package io.orderflow.relay.topology;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/queues")
final class QueueController {

    private final ObjectProvider<QueueDepths> depths;

    /** @param depths none where the application has no broker to ask */
    QueueController(ObjectProvider<QueueDepths> depths) {
        this.depths = depths;
    }

    /** The queues from which this service takes messages. */
    @GetMapping
    List<QueueStatus> list() {
        QueueDepths some = depths.getIfAvailable();
        return some == null ? List.of() : some.statuses();
    }
}
