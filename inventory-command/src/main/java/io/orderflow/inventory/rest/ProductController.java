package io.orderflow.inventory.rest;

import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.history.RecordedEvent;
import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.SetStock;
import io.orderflow.inventory.view.ProductQueries;
import io.orderflow.rest.problem.NotFoundException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
@RequestMapping("/products")
class ProductController {

    private final CommandGateway commands;
    private final ProductNumberSequence numbers;
    private final ProductQueries products;
    private final EventHistory history;

    ProductController(
            CommandGateway commands, ProductNumberSequence numbers, ProductQueries products, EventHistory history) {
        this.commands = commands;
        this.numbers = numbers;
        this.products = products;
        this.history = history;
    }

    @GetMapping
    List<ProductResponse> list() {
        return products.list().stream().map(ProductResponse::of).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ProductResponse> add(@Valid @RequestBody ProductRequests.Add request, UriComponentsBuilder root) {
        ProductId id = new ProductId(numbers.next());
        commands.sendAndWait(new AddProduct(id, request.name(), request.stock()));
        return ResponseEntity.created(URI.create(
                        root.path("/products/{id}").buildAndExpand(id.number()).getPath()))
                .body(new ProductResponse(id.number(), request.name(), request.stock()));
    }

    @GetMapping("/{id}")
    ProductResponse product(@PathVariable("id") long id) {
        return products.find(id).map(ProductResponse::of).orElseThrow(ProductController::notFound);
    }

    /** Its events, the newest first; the next page begins before the sequence number with which this one ends. */
    @GetMapping("/{id}/events")
    List<RecordedEvent> events(
            @PathVariable("id") long id,
            @RequestParam(name = "before", required = false) @Min(0) Long before,
            @RequestParam(name = "limit", defaultValue = "10") @Min(1) @Max(1000) int limit) {
        if (products.find(id).isEmpty()) {
            throw notFound();
        }
        return history.newestOf(new ProductId(id).toString(), before == null ? Long.MAX_VALUE : before, limit);
    }

    @PatchMapping("/{id}/stock")
    ProductResponse setStock(@PathVariable("id") long id, @Valid @RequestBody ProductRequests.SetStock request) {
        if (!setStock(new SetStock(new ProductId(id), request.stock()))) {
            throw notFound();
        }
        return product(id);
    }

    private boolean setStock(SetStock command) {
        try {
            return commands.sendAndWait(command);
        } catch (AggregateNotFoundException e) {
            return false;
        }
    }

    /** Another instance of the service has reserved some of it, say, at the same moment. */
    @ResponseStatus(HttpStatus.CONFLICT)
    @ExceptionHandler({ConcurrencyException.class, AggregateStreamCreationException.class})
    ProblemDetail onConcurrentChange() {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "The product was changed at the same moment; try again");
    }

    private static NotFoundException notFound() {
        return new NotFoundException("Product not found");
    }
}
