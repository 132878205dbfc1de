package io.orderflow.eventstore.processing;

import io.orderflow.eventstore.audit.Operator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/processors")
final class ProcessorController {

    private final ObjectProvider<Processors> processors;

    /** @param processors none where there is no event store */
    ProcessorController(ObjectProvider<Processors> processors) {
        this.processors = processors;
    }

    /** All processors of the service, as this instance of it sees them. */
    @GetMapping
    Collection<ProcessorStatus> list() {
        Processors some = processors.getIfAvailable();
        return some == null ? List.of() : some.list();
    }

    /** No instance of the service runs it from then on, also after a restart, until it is resumed. */
    @PostMapping("/{name}/pause")
    ProcessorStatus pause(@PathVariable("name") String name, HttpServletRequest request) {
        Processors found = having(name);
        found.reasonNotToPause(name).ifPresent(reason -> {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "The processor " + name + " cannot be paused: " + reason);
        });
        found.pause(name, Operator.of(request));
        return found.find(name).orElseThrow();
    }

    /** It goes on where it was, within some seconds. */
    @PostMapping("/{name}/resume")
    ProcessorStatus resume(@PathVariable("name") String name, HttpServletRequest request) {
        Processors found = having(name);
        found.resume(name, Operator.of(request));
        return found.find(name).orElseThrow();
    }

    private Processors having(String name) {
        Processors some = processors.getIfAvailable();
        if (some == null || some.find(name).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "Processor not found");
        }
        return some;
    }
}
