package io.orderflow.ordering.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a client sees of an order's state. The last two are final. */
public enum OrderStatus {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("cancelled")
    CANCELLED
}
