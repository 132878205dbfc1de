package io.orderflow.inventory.product;

/**
 * What a product has become by a command.
 *
 * @param number what clients know it by
 * @param stock the pieces available
 * @param version the sequence number of its last event
 */
public record ProductState(long number, String name, long stock, long version) {}
