package io.orderflow.benchmark;

import java.net.URI;

/**
 * The system that is measured: any that speaks Orderflow's REST contract.
 *
 * @param orders the root of the service that has {@code /orders}
 * @param products the root of the service that has {@code /products}
 * @param notifications the root of the service that has {@code /notifications}
 */
record Target(URI orders, URI products, URI notifications) {

    /** The system that {@code ./run} has started. */
    static Target ofRun() {
        return new Target(
                URI.create("http://localhost:8001"),
                URI.create("http://localhost:8002"),
                URI.create("http://localhost:8003"));
    }
}
