package io.orderflow.relay.replay;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.eventstore.audit.Operator;
import io.orderflow.eventstore.worker.FailureLog;
import io.orderflow.relay.publisher.NotConfirmedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What helps when messages were destroyed in this service's queue: has the other services send their history into it. What
 * is stored already is skipped, what is missing is taken in.
 */
@RestController
@RequestMapping("/inbox")
final class CatchUpController {

    private static final Logger log = LoggerFactory.getLogger(CatchUpController.class);

    private final ReplayRequestSender requests;
    private final String queue;
    private final List<String> routingKeys;
    private final AuditTrail trail;

    /**
     * @param queue that is to get history
     * @param routingKeys those of its events
     */
    CatchUpController(ReplayRequestSender requests, String queue, List<String> routingKeys, AuditTrail trail) {
        this.requests = requests;
        this.queue = queue;
        this.routingKeys = List.copyOf(routingKeys);
        this.trail = trail;
    }

    @PostMapping("/catch-up")
    @ResponseStatus(HttpStatus.ACCEPTED)
    CatchUp catchUp(HttpServletRequest request) {
        String id = UUID.randomUUID().toString();
        requests.send(ReplayRequest.history(id, queue, routingKeys));
        String operator = Operator.of(request);
        log.info("{} asked for history {} of {} for {}", operator, id, routingKeys, queue);
        trail.addAfterwards(
                operator, AuditedAction.CATCH_UP_STARTED, "queues/" + queue, "history " + id + " of " + routingKeys);
        return new CatchUp(id, queue);
    }

    @ExceptionHandler
    ProblemDetail on(NotConfirmedException error) {
        log.warn("History could not be asked for: {}", FailureLog.sentence(error));
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The broker cannot be reached; try again later");
    }

    record CatchUp(String replay, String queue) {}
}
