package io.orderflow.benchmark.model;

import static java.util.stream.Collectors.toMap;

import java.util.Map;

/**
 * What was measured of one system, in seconds.
 *
 * @param resources what each of them takes
 * @param request CPU for the request that places an order, in all processes but the placing thread
 * @param passing CPU for an event that a segment goes past, as it is that of another segment
 */
public record Costs(Map<Resource, Cost> resources, double request, double passing) {

    /** Events of an order in both stores, each of which every segment of three processors reads. */
    public static final int READINGS = 3 * (OrderSystem.EVENTS_OF_ORDERS + OrderSystem.EVENTS_OF_INVENTORY);

    public Costs {
        resources = Map.copyOf(resources);
    }

    /** The same on a machine that takes so many times as long to compute. */
    public Costs slower(double times) {
        return new Costs(
                resources.entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, entry -> slower(entry.getValue(), times))),
                request * times,
                passing * times);
    }

    private static Cost slower(Cost cost, double times) {
        return new Cost(
                cost.ofBatch() * times, cost.ofOrder() * times, cost.ownShare(), cost.waiting(), cost.roundTrips());
    }
}
