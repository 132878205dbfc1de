package io.orderflow.relay.deadletter;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.eventstore.audit.Operator;
import io.orderflow.eventstore.text.PrintableText;
import io.orderflow.eventstore.worker.FailureLog;
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

/** The operators' way to the dead letters. What is done to them is kept and logged: who, what, and when. */
@RestController
@RequestMapping("/dead-letters")
final class DeadLetterController {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterController.class);

    private static final int MOST_LISTED = 1_000;

    private final DeadLetterDesk desk;
    private final AuditTrail trail;

    DeadLetterController(DeadLetterDesk desk, AuditTrail trail) {
        this.desk = desk;
        this.trail = trail;
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
        String operator = Operator.of(request);
        log.info("{} handed in dead letter {} again{}", operator, id, isEdited ? ", with another body" : "");
        trail.addAfterwards(
                operator,
                isEdited ? AuditedAction.DEAD_LETTER_EDITED : AuditedAction.DEAD_LETTER_REDRIVEN,
                "dead-letters/" + id,
                isEdited ? "handed in again with another body" : "handed in again");
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(@PathVariable("id") String id, HttpServletRequest request) {
        requireFound(desk.any(queue -> queue.drop(id)));
        String operator = Operator.of(request);
        log.info("{} gave up dead letter {}", operator, id);
        trail.addAfterwards(operator, AuditedAction.DEAD_LETTER_DROPPED, "dead-letters/" + id, "given up");
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
        String operator = Operator.of(request);
        long letters = desk.sweep(filter, redrives, operator)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.CONFLICT,
                        "Many dead letters are being settled already; try again when that is done"));
        trail.addAfterwards(
                operator,
                redrives ? AuditedAction.DEAD_LETTER_REDRIVEN : AuditedAction.DEAD_LETTER_DROPPED,
                "dead-letters",
                PrintableText.of(letters + " letters: " + filter));
        return new AcceptedDeadLetters(letters);
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
