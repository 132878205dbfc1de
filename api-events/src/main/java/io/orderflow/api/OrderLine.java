package io.orderflow.api;

import java.math.BigDecimal;

/**
 * One line of an order.
 *
 * @param productId the product, by the number that clients know
 * @param quantity pieces, 1 or more
 * @param unitPrice price of one piece, 0 or more, with two decimals
 */
public record OrderLine(long productId, int quantity, BigDecimal unitPrice) {}
