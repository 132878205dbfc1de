package io.orderflow.benchmark;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param target the system to measure; empty to start one
 * @param orders orders in a round
 * @param connections connections of the main load
 * @param json where the figures go
 */
record Options(Optional<Target> target, int orders, int connections, Path json) {

    static final String USAGE = """
            Usage: ./run benchmark [--orders N] [--connections N] [--json FILE]
                                   [--order-command URL --inventory-command URL --notification-projection URL]

            Measures this build, started on a data folder of its own, or the running system at the three URLs.""";

    private static final List<String> URLS =
            List.of("--order-command", "--inventory-command", "--notification-projection");

    /** @throws IllegalArgumentException that says what is wrong */
    static Options parse(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (int index = 0; index < arguments.length; index += 2) {
            if (index + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[index] + " needs a value");
            }
            values.put(arguments[index], arguments[index + 1]);
        }
        Options options = new Options(
                target(values),
                number(values, "--orders", 5_000),
                number(values, "--connections", 64),
                Path.of(Optional.ofNullable(values.remove("--json")).orElse("benchmark.json")));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("There is no option " + String.join(", ", values.keySet()));
        }
        return options;
    }

    private static Optional<Target> target(Map<String, String> values) {
        List<URI> urls = URLS.stream()
                .filter(values::containsKey)
                .map(values::remove)
                .map(URI::create)
                .toList();
        if (urls.isEmpty()) {
            return Optional.empty();
        }
        if (urls.size() < URLS.size()) {
            throw new IllegalArgumentException("A running system is named by all of " + String.join(", ", URLS));
        }
        return Optional.of(new Target(urls.get(0), urls.get(1), urls.get(2)));
    }

    private static int number(Map<String, String> values, String option, int otherwise) {
        String value = values.remove(option);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[1-9]\\d{0,6}")) {
            throw new IllegalArgumentException(option + " needs a number from 1 to 9999999, but is " + value);
        }
        return Integer.parseInt(value);
    }
}
