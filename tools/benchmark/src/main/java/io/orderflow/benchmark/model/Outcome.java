package io.orderflow.benchmark.model;

import java.util.Comparator;
import java.util.Map;

/**
 * What a run gave.
 *
 * @param perSecond orders that were brought to their end
 * @param cpu seconds of computing for each of them
 * @param utilisation of the busiest thread of each resource, of one
 */
public record Outcome(double perSecond, double cpu, Map<Resource, Double> utilisation) {

    public Outcome {
        utilisation = Map.copyOf(utilisation);
    }

    /** What has the least left to give. */
    public Resource busiest() {
        return utilisation.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }
}
