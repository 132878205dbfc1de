package io.orderflow.inventory.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** What clients send about products. */
final class ProductRequests {

    private static final int LONGEST_NAME = 200;
    private static final long MOST_STOCK = 1_000_000_000;

    private ProductRequests() {}

    record Add(
            @JsonProperty("name")
            @NotBlank(message = "is required")
            @Size(max = LONGEST_NAME, message = "must have at most {max} characters")
            String name,

            @JsonProperty("stock")
            @NotNull(message = "is required")
            @Min(value = 0, message = "must be 0 or more")
            @Max(value = MOST_STOCK, message = "must be {value} or less")
            Long stock) {}

    record SetStock(
            @JsonProperty("stock")
            @NotNull(message = "is required")
            @Min(value = 0, message = "must be 0 or more")
            @Max(value = MOST_STOCK, message = "must be {value} or less")
            Long stock) {}
}
