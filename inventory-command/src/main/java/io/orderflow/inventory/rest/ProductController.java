package io.orderflow.inventory.rest;

import io.orderflow.access.Caller;
import io.orderflow.eventstore.audit.Operator;
import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.history.RecordedEvent;
import io.orderflow.inventory.change.KeyReusedException;
import io.orderflow.inventory.change.ProductChanges;
import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.AdjustStock;
import io.orderflow.inventory.product.InsufficientStockException;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.ProductState;
import io.orderflow.inventory.product.RenameProduct;
import io.orderflow.inventory.product.SetStock;
import io.orderflow.inventory.product.UnexpectedVersionException;
import io.orderflow.inventory.view.ProductQueries;
import io.orderflow.inventory.view.ProductView;
import io.orderflow.rest.problem.FieldProblem;
import io.orderflow.rest.problem.InvalidRequestException;
import io.orderflow.rest.problem.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
@RequestMapping("/products")
class ProductController {

    private static final String KEY = "Idempotency-Key";
    private static final String NOT_FOUND = "Product not found";

    private final ProductChanges changes;
    private final ProductNumberSequence numbers;
    private final ProductQueries products;
    private final EventHistory history;

    ProductController(
            ProductChanges changes, ProductNumberSequence numbers, ProductQueries products, EventHistory history) {
        this.changes = changes;
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
    ResponseEntity<ProductResponse> add(
            @Valid @RequestBody ProductRequests.Add request, HttpServletRequest http, UriComponentsBuilder root) {
        ProductId id = new ProductId(numbers.next());
        changes.add(new AddProduct(id, request.name(), request.stock()), Operator.of(http));
        return ResponseEntity.created(URI.create(
                        root.path("/products/{id}").buildAndExpand(id.number()).getPath()))
                .body(new ProductResponse(id.number(), request.name(), request.stock()));
    }

    /** With an {@code ETag}: whoever sends that as {@code If-None-Match} gets {@code 304} while nothing has happened to it. */
    @GetMapping("/{id}")
    ResponseEntity<ProductResponse> product(@PathVariable("id") long id) {
        ProductView product = products.find(id).orElseThrow(ProductController::notFound);
        return tagged(product.version(), ProductResponse.of(product));
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

    @PatchMapping("/{id}")
    ResponseEntity<ProductResponse> rename(
            @PathVariable("id") long id,
            @Valid @RequestBody ProductRequests.Rename request,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String ifMatch,
            HttpServletRequest http) {
        return response(changes.make(
                new RenameProduct(new ProductId(id), request.name(), IfMatch.versions(ifMatch)), Operator.of(http)));
    }

    @PatchMapping("/{id}/stock")
    ResponseEntity<ProductResponse> setStock(
            @PathVariable("id") long id,
            @Valid @RequestBody ProductRequests.SetStock request,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String ifMatch,
            HttpServletRequest http) {
        return response(changes.make(
                new SetStock(new ProductId(id), request.stock(), IfMatch.versions(ifMatch)), Operator.of(http)));
    }

    /** The same adjustment with the same key is made once, and gets the same answer again. */
    @PostMapping("/{id}/stock/adjustments")
    ResponseEntity<ProductResponse> adjustStock(
            @PathVariable("id") long id,
            @Valid @RequestBody ProductRequests.AdjustStock request,
            @RequestHeader(name = KEY, required = false) @Size(min = 1, max = 255) String key,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String ifMatch,
            HttpServletRequest http) {
        AdjustStock command =
                new AdjustStock(new ProductId(id), request.by(), request.reason(), IfMatch.versions(ifMatch));
        return response(
                key == null
                        ? changes.make(command, Operator.of(http))
                        : adjustOnce(command, Caller.of(http).own(key), Operator.of(http)));
    }

    private ProductState adjustOnce(AdjustStock command, String key, String who) {
        try {
            return changes.makeOnce(command, key, who);
        } catch (KeyReusedException e) {
            throw new InvalidRequestException(List.of(new FieldProblem(KEY, "was used for another adjustment")));
        }
    }

    private static ResponseEntity<ProductResponse> response(ProductState product) {
        return tagged(product.version(), ProductResponse.of(product));
    }

    private static ResponseEntity<ProductResponse> tagged(long version, ProductResponse product) {
        return ResponseEntity.ok().eTag(String.valueOf(version)).body(product);
    }

    /** Another instance of the service has reserved some of it, say, at the same moment. */
    @ResponseStatus(HttpStatus.CONFLICT)
    @ExceptionHandler({ConcurrencyException.class, AggregateStreamCreationException.class})
    ProblemDetail onConcurrentChange() {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "The product was changed at the same moment; try again");
    }

    @ExceptionHandler
    ProblemDetail on(InsufficientStockException error) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, error.getMessage());
    }

    @ExceptionHandler
    ProblemDetail on(UnexpectedVersionException error) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.PRECONDITION_FAILED, "The product has changed: its ETag is none that If-Match names");
    }

    @ExceptionHandler
    ProblemDetail on(AggregateNotFoundException error) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, NOT_FOUND);
    }

    private static NotFoundException notFound() {
        return new NotFoundException(NOT_FOUND);
    }
}
