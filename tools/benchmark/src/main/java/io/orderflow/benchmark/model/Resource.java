package io.orderflow.benchmark.model;

/** What does one thing after the other while there is one segment, in the order in which an order meets it. */
public enum Resource {
    PLACEMENT("placement"),
    ORDER_RELAY("relay of order-command"),
    INVENTORY_INBOX("inbox of inventory-command"),
    RESERVATION("reservation"),
    PRODUCT_VIEW("view of products"),
    INVENTORY_RELAY("relay of inventory-command"),
    ORDER_INBOX("inbox of order-command"),
    FULFILMENT("fulfilment"),
    ORDER_VIEW("view of orders"),
    NOTIFICATIONS("notifications");

    private final String title;

    Resource(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** How often it has to do with an order that comes alone: when it is placed, and when it ends. */
    public int visits() {
        return this == ORDER_RELAY || this == ORDER_VIEW ? 2 : 1;
    }
}
