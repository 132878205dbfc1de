package io.orderflow.ordering.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a client sees of an order's state. The last one is final; a confirmed order may still be cancelled by its customer. */
public enum OrderStatus {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("cancelled")
    CANCELLED
}
