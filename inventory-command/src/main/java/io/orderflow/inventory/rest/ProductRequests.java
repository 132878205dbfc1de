package io.orderflow.inventory.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What clients send about products. */
final class ProductRequests {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_REASON = 200;
    private static final long MOST_STOCK = 1_000_000_000;

    /** PostgreSQL cannot keep a NUL, nor UTF-8 half a surrogate pair: the view would be stuck at such a product. */
    private static final String PRINTABLE = "[^\\p{Cc}\\p{Cs}]*";

    private ProductRequests() {}

    @Schema(name = "AddProductRequest", example = "{\"name\": \"Desk\", \"stock\": 5}")
    record Add(
            @NotBlank(message = "is required")
            @Size(max = LONGEST_NAME, message = "must have at most {max} characters")
            @Pattern(regexp = PRINTABLE, message = "must not have control characters")
            String name,

            @NotNull(message = "is required")
            @Min(value = 0, message = "must be 0 or more")
            @Max(value = MOST_STOCK, message = "must be {value} or less")
            Long stock) {}

    @Schema(name = "RenameProductRequest", example = "{\"name\": \"Standing desk\"}")
    record Rename(
            @NotBlank(message = "is required")
            @Size(max = LONGEST_NAME, message = "must have at most {max} characters")
            @Pattern(regexp = PRINTABLE, message = "must not have control characters")
            String name) {}

    @Schema(name = "SetStockRequest", example = "{\"stock\": 20}")
    record SetStock(
            @NotNull(message = "is required")
            @Min(value = 0, message = "must be 0 or more")
            @Max(value = MOST_STOCK, message = "must be {value} or less")
            Long stock) {}

    @Schema(
            name = "AdjustStockRequest",
            description = "`by` is how many pieces there are more, or fewer if negative; it is not 0",
            example = "{\"by\": -5, \"reason\": \"broken\"}")
    record AdjustStock(
            @NotNull(message = "is required")
            @Min(value = -MOST_STOCK, message = "must be {value} or more")
            @Max(value = MOST_STOCK, message = "must be {value} or less")
            @NotZero
            Long by,

            @NotBlank(message = "is required")
            @Size(max = LONGEST_REASON, message = "must have at most {max} characters")
            @Pattern(regexp = PRINTABLE, message = "must not have control characters")
            String reason) {}
}
