package io.orderflow.benchmark;

import static java.util.Map.entry;

import io.orderflow.benchmark.load.Target;
import io.orderflow.benchmark.report.Report;
import io.orderflow.local.host.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * What {@code ./run benchmark} runs: measures this build, which it starts on data of its own, or a system that runs already, and
 * prints the figures and writes them as JSON.
 */
public final class Main {

    private static final String USAGE = """
            Usage: ./run benchmark [--seconds <seconds>]
                   ./run benchmark start
                   ./run benchmark growth
                   ./run benchmark overload
                   ./run benchmark consoles
                   ./run benchmark security
                   ./run benchmark traces
                   ./run benchmark gateway
                   ./run benchmark partitions
                   ./run benchmark ceilings
                   ./run benchmark model
                   ./run benchmark cells
                   ./run benchmark compare <checkout>
                   ./run benchmark <orders> <products> <notifications>

              --seconds measure clients that do not wait, too, for so long
              start     measure how soon it is healthy, and what it takes
              growth    measure again and again while the history grows, up to 500,000 orders
              overload  measure for minutes under more load than the system can bear
              consoles  measure with the console open, and without
              security  measure with tokens and without, in turn, and give the ratio
              traces    measure with a tenth of the requests traced and without, in turn, and give the ratio
              gateway   measure a request to a service and through the gateway, in turn
              partitions
                        measure with the work of each processor divided into 1, 2, 4 and 8, in turn, and PostgreSQL at a distance
              ceilings  measure how much each part can do that does one thing after the other
              model     say what larger systems would take, by a model of what the last two have measured
              cells     measure one whole system, and several that share the load, and kill one of them
              compare   measure this build and that of another checkout in turn, and give the ratio
              <orders> <products> <notifications>
                        measure a running system: the addresses of the services that have /orders, /products and
                        /notifications, e.g. http://localhost:8001""";

    private static final Map<String, Function<Consumer<String>, Report>> MEASUREMENTS = Map.ofEntries(
            entry("start", Start::measure),
            entry("growth", Growth::measure),
            entry("overload", Overload::measure),
            entry("consoles", Consoles::measure),
            entry("security", Comparison::ofSecurity),
            entry("traces", Comparison::ofTraces),
            entry("gateway", Gateway::measure),
            entry("partitions", Partitions::measure),
            entry("ceilings", Ceilings::measure),
            entry("model", Model::report),
            entry("cells", Cells::measure));

    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        System.setProperty("logback.configurationFile", "local-stack-logback.xml");
        LoggerFactory.getILoggerFactory(); // before the servers start to log from several threads at once
        try {
            measure(arguments);
        } catch (StackException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.exit(0); // the stack's threads may linger
    }

    private static void measure(String... arguments) {
        if (arguments.length == 0) {
            write(Benchmark.ofThisBuild(Optional.empty(), System.out::println), "benchmark.json");
        } else if (arguments.length == 2 && arguments[0].equals("--seconds") && arguments[1].matches("[1-9]\\d{0,4}")) {
            Duration sustained = Duration.ofSeconds(Long.parseLong(arguments[1]));
            write(Benchmark.ofThisBuild(Optional.of(sustained), System.out::println), "benchmark.json");
        } else if (arguments.length == 1 && MEASUREMENTS.containsKey(arguments[0])) {
            write(MEASUREMENTS.get(arguments[0]).apply(System.out::println), arguments[0] + ".json");
        } else if (arguments.length == 2 && arguments[0].equals("compare")) {
            write(Comparison.ofBuilds(Path.of(arguments[1]), System.out::println), "comparison.json");
        } else if (arguments.length == 3) {
            Target target = new Target(URI.create(arguments[0]), URI.create(arguments[1]), URI.create(arguments[2]));
            write(Benchmark.of(target, System.out::println), "benchmark-elsewhere.json");
        } else {
            System.err.println(USAGE);
            System.exit(2);
        }
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
