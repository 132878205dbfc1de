package io.orderflow.benchmark.model;

/**
 * What a resource takes for its work, in seconds.
 *
 * @param ofBatch CPU for a batch, whatever is in it
 * @param ofOrder CPU for each order in it
 * @param ownShare how much of that its own thread computes; others compute the rest for it meanwhile
 * @param waiting for others that are neither PostgreSQL at a distance nor cores, for a batch
 * @param roundTrips to PostgreSQL, for a batch
 */
public record Cost(double ofBatch, double ofOrder, double ownShare, double waiting, double roundTrips) {

    Station.Work of(double orders, double passing, double roundTrip) {
        double cpu = ofBatch + ofOrder * orders;
        return new Station.Work(waiting + roundTrips * roundTrip, cpu * ownShare + passing, cpu * (1 - ownShare));
    }
}
