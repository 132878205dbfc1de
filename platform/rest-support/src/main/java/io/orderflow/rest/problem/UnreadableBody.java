package io.orderflow.rest.problem;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in a client's words why a body could not be read. Jackson's own messages name Java classes. */
final class UnreadableBody {

    private static final Map<Class<?>, String> EXPECTED = Map.of(
            int.class, "must be a whole number",
            Integer.class, "must be a whole number",
            long.class, "must be a whole number",
            Long.class, "must be a whole number",
            BigDecimal.class, "must be a number",
            String.class, "must be text");

    /** How Jackson's messages begin where it has one type of exception for several causes. */
    private static final String NO_TOKEN = "No content";

    private static final String TRAILING_TOKEN = "Trailing token";

    private static final String DOCUMENT_LENGTH = "Document length";

    /** Where the parser was, and how to set it up, in words that mean nothing to a client. */
    private static final Pattern OF_THE_PARSER =
            Pattern.compile("(?s)( \\(start marker at|: enable `| \\(not recognized as one since Feature|\\R).*");

    private UnreadableBody() {}

    /** 400 for what is not JSON, 413 for what is too large, 422 for JSON that is not what is expected. */
    static ProblemDetail problem(HttpMessageNotReadableException error) {
        if (!(error.getCause() instanceof JacksonException unreadable)
                || unreadable.getOriginalMessage().startsWith(NO_TOKEN)) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The request has no body; send JSON");
        }
        if (unreadable.getOriginalMessage().startsWith(TRAILING_TOKEN)) {
            return notJson("something follows its end");
        }
        String field = field(unreadable);
        if (unreadable instanceof UnrecognizedPropertyException) {
            return Problems.invalid(field, "is not a known field");
        }
        if (unreadable instanceof InputCoercionException || unreadable.getCause() instanceof InputCoercionException) {
            return Problems.invalid(field, "is out of range");
        }
        if (unreadable.getOriginalMessage().startsWith(DOCUMENT_LENGTH)) {
            return Problems.tooLarge();
        }
        if (unreadable instanceof StreamConstraintsException) {
            return Problems.invalid(field, "is too long or too deeply nested");
        }
        if (unreadable instanceof InvalidFormatException invalid && invalid.getValue() instanceof BigDecimal) {
            return Problems.invalid(field, "is out of range");
        }
        if (unreadable instanceof MismatchedInputException mismatch) {
            return Problems.invalid(field, expected(mismatch.getTargetType()));
        }
        if (unreadable instanceof DatabindException) {
            return Problems.invalid(field, "cannot be read");
        }
        return notJson(OF_THE_PARSER.matcher(unreadable.getOriginalMessage()).replaceFirst(""));
    }

    private static ProblemDetail notJson(String reason) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The body is not JSON: " + reason);
    }

    private static String expected(Class<?> type) {
        if (type != null && Collection.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        if (type != null && type.isEnum()) {
            return Problems.mustBeOneOf(type);
        }
        return EXPECTED.getOrDefault(type, "must be an object");
    }

    private static String field(JacksonException error) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : error.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }
}
