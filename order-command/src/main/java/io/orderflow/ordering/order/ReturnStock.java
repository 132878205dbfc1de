package io.orderflow.ordering.order;

import io.orderflow.api.StockLine;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Tells a cancelled order that one of its lines has been reserved after all, to be given back. */
public record ReturnStock(@TargetAggregateIdentifier OrderId orderId, StockLine reserved) {}
