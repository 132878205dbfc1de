package io.orderflow.rest.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.HandlerMethod;

/**
 * Adds what an operation answers beside its result, which follows from what it takes: a body can be none, a number can be out
 * of bounds, an address can lead to nothing. What the exception handlers of its own controller answer is told by their
 * {@code @ResponseStatus}.
 */
final class AnswersInDocument implements OperationCustomizer {

    private static final String PROBLEM = "#/components/schemas/Problem";
    private static final String SPRINGS_PROBLEM = "#/components/schemas/ProblemDetail";

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        List<Parameter> parameters =
                Optional.ofNullable(operation.getParameters()).orElse(List.of());
        ApiResponses responses = operation.getResponses();
        responses.values().removeIf(AnswersInDocument::isOfSpring);
        if (operation.getRequestBody() != null) {
            addProblem(responses, HttpStatus.BAD_REQUEST, "The body is not JSON");
            addProblem(responses, HttpStatus.CONTENT_TOO_LARGE, "The body is larger than 1 MB");
            addProblem(responses, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of another type, or compressed");
        }
        if (operation.getRequestBody() != null || !parameters.stream().allMatch(AnswersInDocument::isAnyName)) {
            addProblem(responses, HttpStatus.UNPROCESSABLE_CONTENT, "Breaks rules; `errors` names each field");
        }
        if (parameters.stream().anyMatch(AnswersInDocument::isInPath) && !isSelection(method)) {
            addProblem(responses, HttpStatus.NOT_FOUND, "There is no such thing");
        }
        if (parameters.stream().anyMatch(AnswersInDocument::isIfMatch)) {
            addProblem(
                    responses, HttpStatus.PRECONDITION_FAILED, "It has changed: `If-Match` does not name its `ETag`");
        }
        if (!method.hasMethodAnnotation(GetMapping.class)) {
            refusalsOf(method.getBeanType())
                    .forEach(status -> addProblem(responses, status, status.getReasonPhrase() + "; `detail` says why"));
        }
        responses.computeIfAbsent(String.valueOf(HttpStatus.SERVICE_UNAVAILABLE.value()), key -> cannotBeDoneNow());
        responses.computeIfAbsent("default", key -> problem("The request was refused or failed; `detail` says why"));
        tellWhatIsMade(responses, method);
        parameters.stream()
                .filter(parameter -> isInPath(parameter) && isOf("integer", parameter))
                .forEach(parameter -> parameter.setExample(1));
        operation.setOperationId(nameOf(method));
        return operation;
    }

    /** What springdoc makes of exception handlers: it tells of them at each operation, and of problems in Spring's shape. */
    private static boolean isOfSpring(ApiResponse response) {
        return response.getContent() != null
                && response.getContent().values().stream()
                        .anyMatch(body -> body.getSchema() != null
                                && SPRINGS_PROBLEM.equals(body.getSchema().get$ref()));
    }

    private static boolean isInPath(Parameter parameter) {
        return parameter.getIn().equals("path");
    }

    private static boolean isIfMatch(Parameter parameter) {
        return HttpHeaders.IF_MATCH.equals(parameter.getName());
    }

    private static boolean isAnyName(Parameter parameter) {
        return isInPath(parameter) && isOf("string", parameter);
    }

    private static boolean isOf(String type, Parameter parameter) {
        Schema<?> schema = parameter.getSchema();
        return type.equals(schema.getType())
                || (schema.getTypes() != null && schema.getTypes().contains(type));
    }

    /** A list of all that has what the address ends with: empty where there is none, unlike a list of what belongs to a thing. */
    private static boolean isSelection(HandlerMethod method) {
        return Collection.class.isAssignableFrom(method.getMethod().getReturnType())
                && Arrays.stream(
                                method.getMethodAnnotation(RequestMapping.class).path())
                        .allMatch(path -> path.endsWith("}"));
    }

    /** Of the controller's and the method's name, as methods of several controllers have the same. */
    private static String nameOf(HandlerMethod method) {
        String controller = method.getBeanType().getSimpleName().replaceFirst("Controller$", "");
        return StringUtils.uncapitalize(controller)
                + StringUtils.capitalize(method.getMethod().getName());
    }

    /** Who makes something, now or in time, says where it is. */
    private static void tellWhatIsMade(ApiResponses responses, HandlerMethod method) {
        if (method.getMethod().getReturnType() != ResponseEntity.class) {
            return;
        }
        Stream.of(HttpStatus.CREATED, HttpStatus.ACCEPTED)
                .map(status -> responses.get(String.valueOf(status.value())))
                .forEach(made -> {
                    if (made != null) {
                        made.addHeaderObject(
                                HttpHeaders.LOCATION,
                                new Header()
                                        .description("Where it is")
                                        .schema(new StringSchema().format("uri-reference")));
                    }
                });
    }

    private static ApiResponse cannotBeDoneNow() {
        ApiResponse response = problem("What it needs is away, or busy; try again later");
        response.addHeaderObject(
                HttpHeaders.RETRY_AFTER,
                new Header()
                        .description("In how many seconds, where that is known")
                        .schema(new IntegerSchema()));
        return response;
    }

    private static Stream<HttpStatus> refusalsOf(Class<?> controller) {
        return Arrays.stream(controller.getDeclaredMethods())
                .filter(handler -> handler.isAnnotationPresent(ExceptionHandler.class))
                .map(handler -> AnnotatedElementUtils.findMergedAnnotation(handler, ResponseStatus.class))
                .filter(Objects::nonNull)
                .map(ResponseStatus::code);
    }

    private static void addProblem(ApiResponses responses, HttpStatus status, String description) {
        responses.computeIfAbsent(String.valueOf(status.value()), key -> problem(description));
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                                new MediaType().schema(new Schema<>().$ref(PROBLEM))));
    }
}
