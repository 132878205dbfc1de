package io.orderflow.benchmark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The figures, as a table for people and as JSON for programs. */
public final class Report {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * How much of what is physically possible a figure is.
     *
     * @param part of one
     * @param limit what limits it
     */
    public record Share(double part, String limit) {}

    private record Figure(String section, String name, String unit, Spread value, Optional<Share> share) {}

    private final Map<String, String> circumstances = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private String section = "";

    /** Adds what every measurement is made with: the JDK of the services, and how many cores there are for all of it. */
    public void circumstancesOfThisMachine() {
        circumstance("JDK", Runtime.version());
        circumstance("cores", Runtime.getRuntime().availableProcessors());
    }

    /** Says under which conditions the figures were measured. */
    public void circumstance(String name, Object value) {
        circumstances.put(name, String.valueOf(value));
    }

    /** Begins a group of figures. */
    public void section(String title) {
        section = title;
    }

    public void add(String name, String unit, Spread value) {
        add(name, unit, value, Optional.empty());
    }

    public void add(String name, String unit, Spread value, Optional<Share> share) {
        figures.add(new Figure(section, name, unit, value, share));
    }

    public String table() {
        StringBuilder table = new StringBuilder();
        circumstances.forEach((name, value) -> table.append("%-22s %s%n".formatted(name, value)));
        String current = null;
        for (Figure figure : figures) {
            if (!figure.section.equals(current)) {
                current = figure.section;
                table.append("%n%-52s %10s %-11s %s%n".formatted(current, "median", "", "lowest - highest"));
            }
            table.append("  %-50s %10s %-11s %-19s%s"
                            .formatted(
                                    figure.name,
                                    text(figure.value.median()),
                                    figure.unit,
                                    range(figure.value),
                                    figure.share
                                            .map(share -> String.format(
                                                    Locale.ROOT, "%3.0f %% of %s", 100 * share.part, share.limit))
                                            .orElse(""))
                            .stripTrailing())
                    .append(System.lineSeparator());
        }
        return table.toString();
    }

    public String json() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode conditions = root.putObject("circumstances");
        circumstances.forEach(conditions::put);
        for (Figure figure : figures) {
            ObjectNode node = root.withObjectProperty(figure.section).putObject(figure.name);
            node.put("unit", figure.unit);
            node.put("median", figure.value.median());
            node.put("lowest", figure.value.lowest());
            node.put("highest", figure.value.highest());
            figure.share.ifPresent(
                    share -> node.put("share_of_limit", share.part).put("limit", share.limit));
        }
        return JSON.writeValueAsString(root);
    }

    private static String range(Spread value) {
        return value.lowest() == value.highest() ? "" : text(value.lowest()) + " - " + text(value.highest());
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
