package io.orderflow.benchmark;

import java.util.Arrays;

/** What several rounds gave for one figure. */
record Spread(double median, double lowest, double highest) {

    /** @throws IllegalArgumentException if there is no value */
    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("No round was measured");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
