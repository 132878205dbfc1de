package io.orderflow.rest;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Problem details as all services write them. */
final class Problems {

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

    /** The name that JSON has for a Java property or a path of them. */
    static String snakeCase(String path) {
        return WORD_BOUNDARY.matcher(path).replaceAll("_").toLowerCase(java.util.Locale.ROOT);
    }
}
