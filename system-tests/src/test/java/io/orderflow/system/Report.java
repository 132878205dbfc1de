package io.orderflow.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What was counted after a fault, when all had come to its end.
 *
 * @param attempted requests that clients sent, each repetition of one that got no answer counted
 * @param sagas sagas that are left
 * @param messages messages that are left in the services' queues, those delivered and not acknowledged included
 * @param unhandled events that are left to the services' processors
 * @param undelivered events that order-command or inventory-command has for the other, and the other has not
 * @param outOfOrder events that arrived after a later one of their aggregate
 * @param deadLetters what was parked
 * @param seconds from the end of the load until there was nothing left to do
 */
record Report(
        String script,
        int attempted,
        Tally tally,
        long sagas,
        long messages,
        long unhandled,
        List<EventStores.Sent> undelivered,
        long outOfOrder,
        List<JsonNode> deadLetters,
        double seconds) {

    private static final int NAME_WIDTH = 45;

    /** Whatever should be 0 and is not. */
    Map<String, Long> faults() {
        Map<String, Long> faults = shouldBeZero();
        faults.values().removeAll(Set.of(0L));
        return faults;
    }

    private Map<String, Long> shouldBeZero() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("lost", (long) tally.lost());
        numbers.put("duplicated", (long) tally.duplicated());
        numbers.put("oversold", tally.oversold());
        numbers.put("withheld", tally.withheld());
        numbers.put("pending", (long) tally.pending());
        numbers.put("sagas", sagas);
        numbers.put("messages", messages);
        numbers.put("unhandled", unhandled);
        numbers.put("undelivered", (long) undelivered.size());
        numbers.put("out of order", outOfOrder);
        numbers.put("dead letters", (long) deadLetters.size());
        return numbers;
    }

    private Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("attempted", String.valueOf(attempted));
        columns.put("accepted", String.valueOf(tally.accepted()));
        columns.put("confirmed", String.valueOf(tally.confirmed()));
        columns.put("cancelled", String.valueOf(tally.cancelled()));
        columns.put("notifications", String.valueOf(tally.notifications()));
        shouldBeZero().forEach((name, number) -> columns.put(name, String.valueOf(number)));
        columns.put("seconds to drain", "%.1f".formatted(seconds));
        return columns;
    }

    /** The reports under one heading. */
    static String table(List<Report> reports) {
        List<String> names = List.copyOf(reports.get(0).columns().keySet());
        return Stream.concat(
                        Stream.of(row("script", names, names)),
                        reports.stream()
                                .map(report -> row(
                                        report.script, names, report.columns().values())))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String row(String name, List<String> columns, Iterable<String> cells) {
        StringBuilder row = new StringBuilder(("%-" + NAME_WIDTH + "s").formatted(name));
        var cell = cells.iterator();
        columns.forEach(column -> row.append("  ").append(("%" + column.length() + "s").formatted(cell.next())));
        return row.toString();
    }
}
