package io.orderflow.relay.deadletter;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A request for dead letters that breaks rules. */
final class InvalidFilterException extends RuntimeException {

    /** What is wrong with one field of the request, for a person to read. */
    record Problem(String field, String message) {}

    private final transient List<Problem> problems;

    /** @param problems at least one */
    InvalidFilterException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> problem.field() + " " + problem.message())
                .collect(joining("; ")));
        this.problems = List.copyOf(problems);
    }

    InvalidFilterException(String field, String message) {
        this(List.of(new Problem(field, message)));
    }

    List<Problem> problems() {
        return problems;
    }
}
