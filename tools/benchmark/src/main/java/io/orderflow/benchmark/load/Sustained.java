package io.orderflow.benchmark.load;

/**
 * What came of a load that did not wait for orders to end.
 *
 * @param endedPerSecond orders that ended while it lasted
 * @param toldToComeAgain how often a client was told to come again later
 * @param posts from the first request for an order until it was accepted, whatever the client was told meanwhile
 * @param untilFinal from an order's {@code 201} until it was seen to be final, of some orders
 */
public record Sustained(
        double endedPerSecond, int toldToComeAgain, Latencies posts, Latencies untilFinal, int accepted) {}
