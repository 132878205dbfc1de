package io.orderflow.eventstore.audit;

import jakarta.annotation.Nullable;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/activity")
final class ActivityController {

    private static final int MOST_LISTED = 1_000;

    private final AuditTrail trail;

    ActivityController(AuditTrail trail) {
        this.trail = trail;
    }

    /** @param next what the next page comes after; null on the last page */
    record Activity(List<AuditEntry> entries, @Nullable String next) {}

    /** What is wrong with one field of a request. */
    private static final class InvalidParameterException extends RuntimeException {

        private final String field;
        private final String rule;

        InvalidParameterException(String field, String rule) {
            super(field + " " + rule);
            this.field = field;
            this.rule = rule;
        }
    }

    /** What people did at this service, the newest first. The next page comes `after` what this one names as `next`. */
    @GetMapping
    Activity list(
            @RequestParam(name = "limit", defaultValue = "50") int limit,
            @RequestParam(name = "after", required = false) String after) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new InvalidParameterException("limit", "must be 1 to " + MOST_LISTED);
        }
        List<AuditEntry> found = page(after, limit + 1);
        return found.size() <= limit
                ? new Activity(found, null)
                : new Activity(found.subList(0, limit), found.get(limit - 1).id());
    }

    private List<AuditEntry> page(String after, int limit) {
        try {
            return trail.page(after, limit);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("after", "must be the next of a page");
        }
    }

    @ExceptionHandler
    ProblemDetail on(InvalidParameterException error) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, error.getMessage());
        problem.setProperty("errors", List.of(Map.of("field", error.field, "message", error.rule)));
        return problem;
    }
}
