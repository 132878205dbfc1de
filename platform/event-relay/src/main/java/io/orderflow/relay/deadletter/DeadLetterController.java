package io.orderflow.relay.deadletter;

import io.orderflow.relay.publisher.NotConfirmedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The operators' way to the dead letters. What is done to one is logged: who, what, and with the line's time, when. */
@RestController
@RequestMapping("/dead-letters")
public final class DeadLetterController {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterController.class);

    private final List<DeadLetterQueue> queues;

    /** @param queues one for each queue from which this service parks messages */
    public DeadLetterController(List<DeadLetterQueue> queues) {
        this.queues = List.copyOf(queues);
    }

    @GetMapping
    List<DeadLetter> list() {
        return queues.stream().flatMap(queue -> queue.list().stream()).toList();
    }

    @PostMapping("/{id}/redrive")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void redrive(@PathVariable("id") String id, HttpServletRequest request) {
        requireFound(queues.stream().anyMatch(queue -> queue.redrive(id)));
        log.info("{} handed in dead letter {} again", operator(request), id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(@PathVariable("id") String id, HttpServletRequest request) {
        requireFound(queues.stream().anyMatch(queue -> queue.drop(id)));
        log.info("{} gave up dead letter {}", operator(request), id);
    }

    @ExceptionHandler({AmqpException.class, NotConfirmedException.class})
    ProblemDetail onBrokerGone(RuntimeException error) {
        log.warn("The broker could not be used", error);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The broker cannot be reached; try again later");
    }

    private static void requireFound(boolean found) {
        if (!found) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "Dead letter not found");
        }
    }

    private static String operator(HttpServletRequest request) {
        return request.getRemoteUser() == null ? request.getRemoteAddr() : request.getRemoteUser();
    }
}
