package io.orderflow.api;

/** What happens to an order. Published by the order service. */
public sealed interface OrderEvent extends OrderRelated
        permits OrderPlaced, OrderConfirmed, OrderCancelled, StockReleaseRequested {}
