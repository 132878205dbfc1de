package io.orderflow.benchmark.model;

/**
 * The system that is modelled, and what is done with it.
 *
 * @param segments into how many parts the work of each processor is divided
 * @param cores that all of it shares
 * @param roundTrip to PostgreSQL, in seconds
 * @param clients that place the next order when they have the answer to the last
 * @param seconds for which they do
 * @param hot how much of the orders is of one product
 */
public record Setup(int segments, int cores, double roundTrip, int clients, double seconds, double hot) {}
