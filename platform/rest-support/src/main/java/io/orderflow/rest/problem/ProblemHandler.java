package io.orderflow.rest.problem;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers every error with a problem whose {@code detail} a person understands. */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

    private static final Pattern INDEX = Pattern.compile("(?<=\\[)[0-9]{1,10}(?=])");

    /** Indices in the order of their numbers: each is as long as the longest. */
    private static final Comparator<FieldProblem> BY_PLACE = Comparator.<FieldProblem, String>comparing(problem ->
                    INDEX.matcher(problem.field())
                            .replaceAll(index -> "0".repeat(10 - index.group().length()) + index.group()))
            .thenComparing(FieldProblem::message);

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    private final OutageLog databaseOutage = new OutageLog(log, "The database could not be used", System::nanoTime);

    @ExceptionHandler
    ProblemDetail on(NotFoundException error) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, error.getMessage());
    }

    @ExceptionHandler
    ProblemDetail on(InvalidRequestException error) {
        return Problems.invalid(error.problems());
    }

    @ExceptionHandler
    ProblemDetail on(MethodArgumentTypeMismatchException error) {
        return Problems.invalid(error.getName(), expected(error.getRequiredType()));
    }

    @ExceptionHandler
    ProblemDetail on(InvalidParameterException error) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "A parameter of the request cannot be decoded");
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        TransactionException.class
    })
    ResponseEntity<ProblemDetail> onDatabaseGone(RuntimeException error) {
        databaseOutage.failed(NestedExceptionUtils.getMostSpecificCause(error).getMessage());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE, "The database cannot be reached; try again later"));
    }

    @ExceptionHandler
    ProblemDetail on(Exception error) {
        if (isClientGone(error)) {
            return null; // there is nobody left to answer
        }
        log.error("A request failed", error);
        return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, Problems.FAILED);
    }

    /** By who says so. A connection that was lost, to a database for instance, says nothing of the client. */
    private static boolean isClientGone(Exception error) {
        return Stream.<Throwable>iterate(error, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause ->
                        cause instanceof ClientAbortException || cause instanceof AsyncRequestNotUsableException);
    }

    /** Spring's own 500s, for instance an answer that cannot be written, are faults of the service as well. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception error, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return status.value() == HttpStatus.INTERNAL_SERVER_ERROR.value()
                ? super.handleExceptionInternal(error, on(error), headers, status, request)
                : super.handleExceptionInternal(error, body, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException error, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return respond(error, UnreadableBody.problem(error), headers, request);
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException error, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> problems = inOrder(error.getFieldErrors().stream().map(ProblemHandler::problem));
        return respond(error, Problems.invalid(problems), headers, request);
    }

    @Override
    protected ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException error, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> problems =
                inOrder(error.getParameterValidationResults().stream().flatMap(ProblemHandler::problems));
        return respond(error, Problems.invalid(problems), headers, request);
    }

    @Override
    protected ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException error, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "There is nothing at this address; see /docs");
        return respond(error, problem, headers, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException error,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String allowed = String.join(", ", new TreeSet<>(List.of(error.getSupportedMethods())));
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status, "This address does not take " + error.getMethod() + ", but " + allowed);
        return respond(error, problem, headers, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException error, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status, "The body must be JSON in UTF-8, sent with the header Content-Type: application/json");
        return respond(error, problem, headers, request);
    }

    private ResponseEntity<Object> respond(
            Exception error, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
        return handleExceptionInternal(error, problem, headers, HttpStatus.valueOf(problem.getStatus()), request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpHeaders ofProblem = new HttpHeaders(); // the exception's own cannot be changed
        ofProblem.putAll(headers);
        ofProblem.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return super.createResponseEntity(body, ofProblem, status, request);
    }

    /** The validator finds them in any order; the same mistakes get the same answer. */
    private static List<FieldProblem> inOrder(Stream<FieldProblem> problems) {
        return problems.sorted(BY_PLACE).toList();
    }

    private static FieldProblem problem(FieldError error) {
        return new FieldProblem(Problems.snakeCase(error.getField()), error.getDefaultMessage());
    }

    private static Stream<FieldProblem> problems(ParameterValidationResult result) {
        return result instanceof ParameterErrors body
                ? body.getFieldErrors().stream().map(ProblemHandler::problem)
                : result.getResolvableErrors().stream()
                        .map(violation -> new FieldProblem(name(result), violation.getDefaultMessage()));
    }

    /** The parameter as the client writes it. */
    private static String name(ParameterValidationResult result) {
        RequestHeader header = result.getMethodParameter().getParameterAnnotation(RequestHeader.class);
        return header != null && !header.name().isEmpty()
                ? header.name()
                : Problems.snakeCase(String.valueOf(result.getMethodParameter().getParameterName()));
    }

    private static String expected(Class<?> type) {
        if (type == Instant.class) {
            return "must be a time, such as 2026-07-01T12:00:00Z";
        }
        if (type == boolean.class) {
            return "must be true or false";
        }
        return type != null && type.isEnum() ? Problems.mustBeOneOf(type) : "must be a whole number within range";
    }
}
