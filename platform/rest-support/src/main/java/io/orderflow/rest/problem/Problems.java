package io.orderflow.rest.problem;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Problem details as all services write them. */
final class Problems {

    static final String FAILED = "The service failed to answer; its log says why";

    private static final Pattern WORD_BOUNDARY = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private Problems() {}

    static ProblemDetail invalid(List<FieldProblem> problems) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.UNPROCESSABLE_CONTENT,
                problems.stream()
                        .map(field -> field.field() + " " + field.message())
                        .collect(joining("; ")));
        problem.setProperty("errors", problems);
        return problem;
    }

    static ProblemDetail invalid(String field, String message) {
        return invalid(List.of(new FieldProblem(field, message)));
    }

    static ProblemDetail tooLarge() {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONTENT_TOO_LARGE, "The body is too large; it may have at most 1 MB");
    }

    static ProblemDetail compressed() {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is compressed; send it without Content-Encoding");
    }

    /** Names the constants as clients write them. */
    static String mustBeOneOf(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(joining(", ", "must be one of ", ""));
    }

    /** What is to say of an error that arose outside the controllers. */
    static ProblemDetail outsideControllers(HttpStatus status) {
        String detail =
                status.is5xxServerError() ? FAILED : "The request cannot be understood: " + status.getReasonPhrase();
        return ProblemDetail.forStatusAndDetail(status, detail);
    }

    /** The name that JSON has for a Java property or a path of them. */
    static String snakeCase(String path) {
        return WORD_BOUNDARY.matcher(path).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
