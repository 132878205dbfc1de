package io.orderflow.benchmark;

import io.orderflow.benchmark.model.Cost;
import io.orderflow.benchmark.model.Costs;
import io.orderflow.benchmark.model.Resource;
import io.orderflow.local.host.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the model goes by: the reports of {@code ./run benchmark ceilings} and {@code ./run benchmark partitions}. */
final class Measurements {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path TARGET = Path.of("target");
    private static final double MILLIS = 1_000;

    private final JsonNode ceilings;
    private final JsonNode partitions;
    private final String source;

    /** @param source where they are from */
    Measurements(JsonNode ceilings, JsonNode partitions, String source) {
        this.ceilings = ceilings;
        this.partitions = partitions;
        this.source = source;
    }

    /**
     * The latest.
     *
     * @throws StackException if nothing has been measured yet
     */
    static Measurements latest() {
        Path ceilings = TARGET.resolve("ceilings.json");
        Path partitions = TARGET.resolve("partitions.json");
        return new Measurements(read(ceilings), read(partitions), "%s, %s".formatted(ceilings, partitions));
    }

    private static JsonNode read(Path file) {
        if (!Files.exists(file)) {
            throw new StackException(
                    "%s is missing: measure first, by ./run benchmark ceilings and ./run benchmark partitions"
                            .formatted(file));
        }
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where they are from. */
    String source() {
        return source;
    }

    int cores() {
        return Integer.parseInt(partitions.at("/circumstances/cores").asString());
    }

    /** Orders a second of a system of so many segments, with PostgreSQL at a distance. */
    double rate(int segments, Duration roundTrip) {
        return median(partitions, Partitions.section(roundTrip), Partitions.rate(segments));
    }

    /** Orders a second that a resource has brought on alone, with PostgreSQL at a distance. */
    double ceiling(Resource resource, Duration roundTrip) {
        return median(ceilings, Ceilings.alone(roundTrip), resource.title());
    }

    /** How many of its backlog a resource has taken at once. */
    int ordersOfBatch(Resource resource, Duration roundTrip) {
        return (int) Math.round(median(ceilings, Ceilings.alone(roundTrip), resource.title() + Ceilings.ORDERS));
    }

    /** What an order leaves in PostgreSQL's log, and in its tables, in bytes. */
    double bytesWritten() {
        return 1_024 * median(ceilings, Ceilings.WHOLE, Ceilings.LOG);
    }

    double bytesKept() {
        return 1_024 * median(ceilings, Ceilings.WHOLE, Ceilings.TABLES);
    }

    /** What each part takes, on the machine as it was when the ceilings were measured. */
    Costs costs() {
        double batch = ofBatch();
        Map<Resource, Cost> costs = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            costs.put(resource, cost(resource, batch));
        }
        double thread = figure(Ceilings.PLACEMENT, Ceilings.THREAD) / MILLIS;
        costs.put(Resource.PLACEMENT, new Cost(0, thread, 1, 0, alone(Resource.PLACEMENT, Ceilings.TRIPS)));
        double request = alone(Resource.PLACEMENT, Ceilings.CPU) / MILLIS - thread;
        return new Costs(costs, request, passing());
    }

    /** How many times as long the machine took to compute when the partitions were measured. */
    double slowness() {
        return median(partitions, Partitions.section(Duration.ZERO), Partitions.cpu(1))
                / figure(Ceilings.WHOLE, Ceilings.CPU_OF_ORDER);
    }

    /** CPU that the systems take which only wait for their round, in cores. */
    double coresOfOthers() {
        int systems = Partitions.SEGMENTS.size();
        return median(partitions, Partitions.REST, Partitions.CPU_AT_REST) / 100 * (systems - 1) / systems;
    }

    /**
     * CPU of a batch, whatever is in it: an order that comes alone pays for a batch at each visit, where one of many pays for its part of
     * one.
     */
    private double ofBatch() {
        double sum = 0;
        double batches = 0;
        for (Resource resource : Resource.values()) {
            sum += alone(resource, Ceilings.CPU);
            batches += resource.visits() - 1 / alone(resource, Ceilings.ORDERS);
        }
        return Math.max(0, figure(Ceilings.WHOLE, Ceilings.CPU_ALONE) - sum) / batches / MILLIS;
    }

    private Cost cost(Resource resource, double ofBatch) {
        double orders = alone(resource, Ceilings.ORDERS);
        double cpu = alone(resource, Ceilings.CPU) / MILLIS * orders;
        double wall = orders / ceiling(resource, Duration.ZERO);
        return new Cost(
                Math.min(ofBatch, cpu),
                Math.max(0, cpu - ofBatch) / orders,
                Math.min(1, wall / cpu),
                Math.max(0, wall - cpu),
                alone(resource, Ceilings.TRIPS));
    }

    private double passing() {
        double one = median(partitions, Partitions.section(Duration.ZERO), Partitions.cpu(1));
        int most = Partitions.SEGMENTS.get(Partitions.SEGMENTS.size() - 1);
        double many = median(partitions, Partitions.section(Duration.ZERO), Partitions.cpu(most));
        return Math.max(0, many - one) / MILLIS / (most - 1) / Costs.READINGS;
    }

    private double alone(Resource resource, String figure) {
        return figure(Ceilings.alone(Duration.ZERO), resource.title() + figure);
    }

    private double figure(String section, String name) {
        return median(ceilings, section, name);
    }

    private static double median(JsonNode report, String section, String name) {
        JsonNode median = report.path(section).path(name).path("median");
        if (!median.isNumber()) {
            throw new StackException("The report has no \"%s\" under \"%s\": measure again".formatted(name, section));
        }
        return median.asDouble();
    }
}
