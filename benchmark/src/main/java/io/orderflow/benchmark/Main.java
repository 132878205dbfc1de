package io.orderflow.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * What {@code ./run benchmark} runs: measures this build, which it starts on data of its own, or a system that runs already, and
 * prints the figures and writes them as JSON.
 */
public final class Main {

    private static final String USAGE = """
            Usage: ./run benchmark
                   ./run benchmark growth
                   ./run benchmark <orders> <products> <notifications>

              growth    measure again and again while the history grows, up to 500,000 orders
              <orders> <products> <notifications>
                        measure a running system: the addresses of the services that have /orders, /products and
                        /notifications, e.g. http://localhost:8001""";

    private static final String GROWTH = "growth";

    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        System.setProperty("logback.configurationFile", "local-stack-logback.xml");
        LoggerFactory.getILoggerFactory(); // before the servers start to log from several threads at once
        switch (List.of(arguments).toString()) {
            case "[]" -> write(Benchmark.ofThisBuild(System.out::println), "benchmark.json");
            case "[" + GROWTH + "]" -> write(Growth.measure(System.out::println), "growth.json");
            default -> {
                if (arguments.length != 3) {
                    System.err.println(USAGE);
                    System.exit(2);
                }
                Target target =
                        new Target(URI.create(arguments[0]), URI.create(arguments[1]), URI.create(arguments[2]));
                write(Benchmark.of(target, System.out::println), "benchmark.json");
            }
        }
        System.exit(0); // the stack's threads may linger
    }

    private static void write(Report report, String name) {
        System.out.println();
        System.out.println(report.table());
        Path file = Path.of("target", name).toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, report.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("The same as JSON: " + file);
    }
}
