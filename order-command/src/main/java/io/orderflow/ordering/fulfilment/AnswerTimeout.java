package io.orderflow.ordering.fulfilment;

import java.time.Duration;

/** How long an order waits for the answers of inventory before it is cancelled. */
public record AnswerTimeout(Duration duration) {}
