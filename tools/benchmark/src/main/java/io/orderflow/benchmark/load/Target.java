package io.orderflow.benchmark.load;

import java.net.URI;

/**
 * The system that is measured: any that speaks Orderflow's REST contract.
 *
 * @param orders the root of the service that has {@code /orders}
 * @param products the root of the service that has {@code /products}
 * @param notifications the root of the service that has {@code /notifications}
 */
public record Target(URI orders, URI products, URI notifications) {}
