package io.orderflow.benchmark.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What several rounds gave for one figure. */
public record Spread(double median, double lowest, double highest) {

    /**
     * The spread of what each round gave.
     *
     * @throws IllegalArgumentException if there is no value
     */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("No round was measured");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The spread of a figure of rounds. */
    public static <T> Spread of(List<T> rounds, ToDoubleFunction<T> figure) {
        return of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** The spread of a figure of rounds, each in percent of that of the other round beside it. */
    public static <T> Spread ofRatios(List<T> rounds, List<T> others, ToDoubleFunction<T> figure) {
        return of(IntStream.range(0, rounds.size())
                .mapToDouble(round ->
                        100 * figure.applyAsDouble(rounds.get(round)) / figure.applyAsDouble(others.get(round)))
                .toArray());
    }
}
