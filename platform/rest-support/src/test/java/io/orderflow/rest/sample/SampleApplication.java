package io.orderflow.rest.sample;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.orderflow.rest.problem.NotFoundException;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.EOFException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A service that has nothing but this module and a few addresses that take something of every kind. */
@SpringBootApplication
public class SampleApplication {

    public enum Colour {
        @JsonProperty("red")
        RED,
        @JsonProperty("dark_blue")
        DARK_BLUE
    }

    record Part(@NotNull(message = "is required") Integer partNo) {}

    record Thing(
            String name,

            @NotNull(message = "is required") @Min(value = 1, message = "must be 1 or more")
            Integer pieceCount,

            Long serialNo,
            BigDecimal unitPrice,
            Colour colour,
            List<@Valid Part> spareParts) {}

    record Label(
            String name, @Nullable Integer shelf, @Nullable Part part) {}

    @RestController
    static class Labels {

        @PutMapping("/things/by-name/{name}")
        @ResponseStatus(HttpStatus.CREATED)
        ResponseEntity<Label> make(@PathVariable("name") String name) {
            throw new IllegalStateException("There is one already");
        }

        @GetMapping("/things/by-name/{name}")
        List<Label> named(@PathVariable("name") String name) {
            return List.of();
        }

        @ResponseStatus(HttpStatus.CONFLICT)
        @ExceptionHandler
        ProblemDetail on(IllegalStateException error) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, error.getMessage());
        }
    }

    @RestController
    static class Things {

        @PostMapping("/things")
        Thing make(
                @Valid @RequestBody Thing thing,
                @RequestHeader(name = "Request-Key", required = false) @Size(max = 3, message = "is too long")
                        String key) {
            return thing;
        }

        @GetMapping("/things/{id}")
        Thing thing(@PathVariable("id") long id) {
            throw new NotFoundException("Thing not found");
        }

        @GetMapping("/things/{id}/labels")
        List<Label> labels(@PathVariable("id") long id) {
            throw new NotFoundException("Thing not found");
        }

        @GetMapping("/things")
        List<Thing> things(
                @RequestParam(name = "page_size", defaultValue = "10") @Min(1) @Max(1000) int pageSize,
                @RequestParam(name = "colour", required = false) Colour colour,
                @RequestParam(name = "made_since", required = false) Instant madeSince,
                @RequestParam(name = "sold", defaultValue = "false") boolean sold) {
            return List.of();
        }

        @GetMapping("/checked-bug")
        void checkedBug() throws Exception {
            throw new Exception("secret of the implementation");
        }

        @GetMapping("/endless-bug")
        void endlessBug() {
            throw new StackOverflowError("secret of the implementation");
        }

        @GetMapping("/unwritable-bug")
        BigDecimal unwritableBug() {
            return new BigDecimal("1e1000000000");
        }

        @GetMapping("/bug")
        void bug() {
            throw new IllegalStateException("secret of the implementation");
        }

        @GetMapping("/lost-connection")
        void lostConnection() {
            throw new IllegalStateException("secret of the implementation", new EOFException("Connection reset"));
        }

        @GetMapping("/database")
        void database() {
            throw new DataAccessResourceFailureException("Unable to acquire JDBC Connection");
        }
    }
}
