package io.orderflow.relay.deadletter;

import io.orderflow.eventstore.worker.FailureLog;
import io.orderflow.relay.audit.Operator;
import io.orderflow.relay.publisher.NotConfirmedException;
import io.orderflow.relay.publisher.RefusedMessageException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The operators' way to the dead letters. What is done to them is logged: who, what, and with the line's time, when. */
@RestController
@RequestMapping("/dead-letters")
final class DeadLetterController {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterController.class);

    private static final int MOST_LISTED = 1_000;

    private final DeadLetterDesk desk;

    DeadLetterController(DeadLetterDesk desk) {
        this.desk = desk;
    }

    /** Which letters to settle: those with these ids, or to which this filter applies; without either, all there are. */
    record DeadLetterSelection(String queue, String type, String reason, String from, String to, List<String> ids) {}

    /** How many letters are going to be settled. */
    record AcceptedDeadLetters(long letters) {}

    /** A body to send in place of the message's own. */
    record EditedDeadLetter(String body) {}

    @GetMapping
    DeadLetterPage list(
            @RequestParam(name = "queue", required = false) String queue,
            @RequestParam(name = "type", required = false) String type,
            @RequestParam(name = "reason", required = false) String reason,
            @RequestParam(name = "from", required = false) String from,
            @RequestParam(name = "to", required = false) String to,
            @RequestParam(name = "after", required = false) String after,
            @RequestParam(name = "limit", defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new InvalidFilterException("limit", "must be 1 to " + MOST_LISTED);
        }
        return desk.page(DeadLetterFilter.parse(desk.queueNames(), queue, type, reason, from, to, null), after, limit);
    }

    @GetMapping("/{id}")
    DeadLetter find(@PathVariable("id") String id) {
        return desk.first(queue -> queue.find(id)).orElseThrow(DeadLetterController::notFound);
    }

    @PostMapping("/{id}/redrive")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void redrive(
            @PathVariable("id") String id,
            @RequestBody(required = false) EditedDeadLetter edit,
            HttpServletRequest request) {
        boolean isEdited = edit != null && edit.body() != null;
        byte[] body = isEdited ? edit.body().getBytes(StandardCharsets.UTF_8) : null;
        requireFound(desk.any(queue -> queue.redrive(id, body)));
        log.info(
                "{} handed in dead letter {} again{}", Operator.of(request), id, isEdited ? ", with another body" : "");
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(@PathVariable("id") String id, HttpServletRequest request) {
        requireFound(desk.any(queue -> queue.drop(id)));
        log.info("{} gave up dead letter {}", Operator.of(request), id);
    }

    @PostMapping("/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedDeadLetters redriveAll(@RequestBody DeadLetterSelection selection, HttpServletRequest request) {
        return sweep(selection, true, request);
    }

    @PostMapping("/drop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedDeadLetters dropAll(@RequestBody DeadLetterSelection selection, HttpServletRequest request) {
        return sweep(selection, false, request);
    }

    private AcceptedDeadLetters sweep(DeadLetterSelection selection, boolean redrives, HttpServletRequest request) {
        DeadLetterFilter filter = DeadLetterFilter.parse(
                desk.queueNames(),
                selection.queue(),
                selection.type(),
                selection.reason(),
                selection.from(),
                selection.to(),
                selection.ids());
        return new AcceptedDeadLetters(desk.sweep(filter, redrives, Operator.of(request))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.CONFLICT,
                        "Many dead letters are being settled already; try again when that is done")));
    }

    @ExceptionHandler
    ProblemDetail on(InvalidFilterException error) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, error.getMessage());
        problem.setProperty("errors", error.problems());
        return problem;
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.CONFLICT)
    ProblemDetail on(RefusedMessageException error) {
        log.warn("A dead letter cannot be handed in again: {}", FailureLog.sentence(error));
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "The broker does not take a message with these headers, or of this size");
    }

    @ExceptionHandler({AmqpException.class, NotConfirmedException.class})
    ProblemDetail onBrokerGone(RuntimeException error) {
        log.warn("The broker could not be used: {}", FailureLog.sentence(error));
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The broker cannot be reached; try again later");
    }

    private static void requireFound(boolean found) {
        if (!found) {
            throw notFound();
        }
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "Dead letter not found");
    }
}
