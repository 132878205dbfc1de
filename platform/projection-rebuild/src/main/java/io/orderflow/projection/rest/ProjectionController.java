package io.orderflow.projection.rest;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.eventstore.audit.Operator;
import io.orderflow.projection.ProjectionStatus;
import io.orderflow.projection.ProjectionStatus.State;
import io.orderflow.projection.Rebuild;
import io.orderflow.projection.RebuildRunningException;
import io.orderflow.projection.RebuildableProjection;
import jakarta.annotation.Nullable;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** The operators' way to the service's read models. */
@RestController
@RequestMapping("/projections")
public final class ProjectionController {

    private static final Logger log = LoggerFactory.getLogger(ProjectionController.class);

    private final List<RebuildableProjection> projections;
    private final AuditTrail trail;
    private final Clock clock;

    public ProjectionController(List<RebuildableProjection> projections, AuditTrail trail, Clock clock) {
        this.projections = projections;
        this.trail = trail;
        this.clock = clock;
    }

    @GetMapping
    List<ProjectionResponse> list() {
        return projections.stream()
                .map(projection -> ProjectionResponse.of(projection.status(), clock))
                .toList();
    }

    @PostMapping("/{name}/rebuild")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResponseEntity<RebuildResponse> rebuild(
            @PathVariable("name") String name, HttpServletRequest request, UriComponentsBuilder root) {
        String operator = Operator.of(request);
        Rebuild rebuild = named(name)
                .startRebuild(begun -> trail.add(
                        operator, AuditedAction.REBUILD_STARTED, "projections/" + name, "rebuild " + begun.id()));
        log.info("{} has {} built anew (rebuild {})", operator, name, rebuild.id());
        return ResponseEntity.accepted()
                .location(URI.create(root.path("/projections/{name}/rebuilds/{id}")
                        .buildAndExpand(name, rebuild.id())
                        .getPath()))
                .body(RebuildResponse.of(rebuild, clock));
    }

    @GetMapping("/{name}/rebuilds/{id}")
    RebuildResponse progress(@PathVariable("name") String name, @PathVariable("id") long id) {
        return named(name)
                .rebuild(id)
                .map(rebuild -> RebuildResponse.of(rebuild, clock))
                .orElseThrow(() -> notFound("Rebuild not found"));
    }

    @ResponseStatus(HttpStatus.CONFLICT)
    @ExceptionHandler
    ProblemDetail on(RebuildRunningException error) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, error.getMessage());
    }

    private RebuildableProjection named(String name) {
        return projections.stream()
                .filter(projection -> projection.name().equals(name))
                .findFirst()
                .orElseThrow(() -> notFound("Projection not found"));
    }

    private static ResponseStatusException notFound(String detail) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, detail);
    }

    record ProjectionResponse(
            String name,
            @Nullable Long position,
            @Nullable Long behind,
            State state,
            @Nullable RebuildResponse lastRebuild) {

        static ProjectionResponse of(ProjectionStatus status, Clock clock) {
            return new ProjectionResponse(
                    status.name(),
                    status.position(),
                    status.behind(),
                    status.state(),
                    status.lastRebuild() == null ? null : RebuildResponse.of(status.lastRebuild(), clock));
        }
    }
}
