package io.orderflow.ordering.fulfilment;

import io.orderflow.api.OrderRelated;
import org.axonframework.serialization.Revision;

/**
 * Inventory has had its time to answer an order. An event of this service alone, so that it has its place among the answers:
 * which came in time is decided by their order in the event store, however late they are handled.
 *
 * @param waitedSeconds for how long inventory has had the order in hand, or, if that is not known, for how long it has waited
 */
@Revision("1")
public record AnswerOverdue(long orderId, long waitedSeconds) implements OrderRelated {}
