package io.orderflow.rest.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells whether the service does its work.
 *
 * <p>{@code healthy} with 200. {@code degraded}, also with 200, when requests are answered but something else waits, for
 * instance for the broker. {@code unhealthy} with 503 when requests fail, and {@code starting} before they are taken.
 */
@RestController
class HealthController {

    private static final Status DEGRADED = new Status("DEGRADED");
    private static final String SINCE = "since";

    private final HealthEndpoint health;
    private final ApplicationAvailability availability;
    private final String service;

    HealthController(
            HealthEndpoint health,
            ApplicationAvailability availability,
            @Value("${spring.application.name}") String service) {
        this.health = health;
        this.availability = availability;
        this.service = service;
    }

    @GetMapping("/health")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "Requests are answered")
    @ApiResponse(responseCode = "503", useReturnTypeSchema = true, description = "Requests fail, or are not taken yet")
    ResponseEntity<Answer> health() {
        if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
            return answer(HttpStatus.SERVICE_UNAVAILABLE, "starting", List.of());
        }
        HealthDescriptor current = health.health();
        if (Status.UP.equals(current.getStatus())) {
            return answer(HttpStatus.OK, "healthy", List.of());
        }
        return DEGRADED.equals(current.getStatus())
                ? answer(HttpStatus.OK, "degraded", problems(current))
                : answer(HttpStatus.SERVICE_UNAVAILABLE, "unhealthy", problems(current));
    }

    private ResponseEntity<Answer> answer(HttpStatus code, String status, List<Problem> problems) {
        return ResponseEntity.status(code).body(new Answer(status, service, problems));
    }

    private static List<Problem> problems(HealthDescriptor health) {
        if (!(health instanceof CompositeHealthDescriptor composite)) {
            return List.of();
        }
        return composite.getComponents().entrySet().stream()
                .filter(component -> !Status.UP.equals(component.getValue().getStatus()))
                .map(component -> problem(component.getKey(), component.getValue()))
                .toList();
    }

    private static Problem problem(String component, HealthDescriptor health) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (health instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null) {
            details.putAll(indicated.getDetails());
        }
        String since = Objects.toString(details.remove(SINCE), null);
        String detail = details.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        return new Problem(component, detail.isEmpty() ? health.getStatus().getCode() : detail, since);
    }

    @Schema(name = "Health")
    record Answer(
            String status,
            String service,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem> problems) {}

    @Schema(name = "HealthProblem")
    record Problem(
            String component,
            String detail,
            @JsonInclude(JsonInclude.Include.NON_NULL) String since) {}
}
