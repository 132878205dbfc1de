package io.orderflow.rest.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field its name as the client writes it, for instance {@code items[1].unit_price}
 * @param message for a person to read
 */
public record FieldProblem(String field, String message) {}
