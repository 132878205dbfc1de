package io.orderflow.rest.problem;

import java.util.List;

/** A request that is understood but breaks rules. Answered with 422, and with all of its problems. */
public final class InvalidRequestException extends RuntimeException {

    private final transient List<FieldProblem> problems;

    /** @param problems at least one */
    public InvalidRequestException(List<FieldProblem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    List<FieldProblem> problems() {
        return problems;
    }
}
