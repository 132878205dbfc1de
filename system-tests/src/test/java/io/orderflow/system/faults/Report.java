package io.orderflow.system.faults;

import io.orderflow.system.load.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
 * @param warnings events that say that a product runs low or out
 * @param unwarned those of them without a notification
 * @param deadLetters what was parked
 * @param seconds from the end of the load until there was nothing left to do
 */
public record Report(
        String script,
        int attempted,
        Tally tally,
        long sagas,
        long messages,
        long unhandled,
        List<EventStores.Sent> undelivered,
        long outOfOrder,
        long warnings,
        long unwarned,
        List<JsonNode> deadLetters,
        double seconds) {

    /** Of the orders that were confirmed or got no answer in time, how many may be the latter. */
    private static final double MOST_UNANSWERED = 0.05;

    private static final String ROW = "%-45s %9s %8s %9s %9s %13s %4s %10s %8s %10s %16s  %s";

    /** Whatever should be 0 and is not. */
    public Map<String, Long> faults() {
        Map<String, Long> faults = new LinkedHashMap<>();
        faults.put("lost", (long) tally.lost());
        faults.put("duplicated", (long) tally.duplicated());
        faults.put("oversold", tally.oversold());
        faults.put("withheld", tally.withheld());
        faults.put("pending", (long) tally.pending());
        faults.put("sagas", sagas);
        faults.put("messages", messages);
        faults.put("unhandled", unhandled);
        faults.put("undelivered", (long) undelivered.size());
        faults.put("out of order", outOfOrder);
        faults.put("unwarned", unwarned);
        faults.put("dead letters", (long) deadLetters.size());
        if (tally.unanswered() > MOST_UNANSWERED * (tally.confirmed() + tally.unanswered())) {
            faults.put("unanswered", (long) tally.unanswered());
        }
        faults.values().removeAll(Set.of(0L));
        return faults;
    }

    /** The reports under one heading; what a column does not show is named where there is any. */
    public static String table(List<Report> reports) {
        return Stream.concat(
                        Stream.of(ROW.formatted(
                                "script",
                                "attempted",
                                "accepted",
                                "confirmed",
                                "cancelled",
                                "notifications",
                                "lost",
                                "duplicated",
                                "oversold",
                                "sagas left",
                                "seconds to drain",
                                "else")),
                        reports.stream().map(Report::row))
                .map(String::stripTrailing)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private String row() {
        Map<String, Long> others = faults();
        others.keySet().removeAll(Set.of("lost", "duplicated", "oversold", "sagas"));
        return ROW.formatted(
                script,
                attempted,
                tally.accepted(),
                tally.confirmed(),
                tally.cancelled(),
                tally.notifications(),
                tally.lost(),
                tally.duplicated(),
                tally.oversold(),
                sagas,
                String.format(Locale.ROOT, "%.1f", seconds),
                others.entrySet().stream()
                        .map(other -> other.getKey() + " " + other.getValue())
                        .collect(Collectors.joining(", ")));
    }
}
