package io.orderflow.local.command;

import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Shows how far something is: on a terminal by one line that is drawn again and again, elsewhere by a line now and then. */
final class ProgressDisplay {

    private static final int WIDTH = 20;
    private static final String TO_THE_LEFT = "\r";
    private static final String ERASE_THE_REST = "\u001b[K";

    /** Elsewhere than on a terminal, per cent from one line to the next. */
    private static final double STEP = 10;

    private final PrintStream out;
    private final boolean terminal;
    private double next;

    ProgressDisplay(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Shows progress as services tell it.
     *
     * @param last whether this is the end
     */
    void show(JsonNode progress, boolean last) {
        double percent = progress.path("percent").asDouble();
        if (terminal) {
            out.print(TO_THE_LEFT + line(progress) + ERASE_THE_REST);
            out.flush();
        } else if (percent >= next || last) {
            out.println(line(progress));
            next = percent + STEP;
        }
        if (last) {
            end();
        }
    }

    /** Leaves the line. */
    void end() {
        if (terminal) {
            out.println();
        }
    }

    private static String line(JsonNode progress) {
        double percent = progress.path("percent").asDouble();
        long processed = progress.path("processed").asLong();
        long total = progress.path("total").asLong();
        long rate = progress.path("events_per_second").asLong();
        int done = (int) (percent * WIDTH / 100);
        return String.format(
                Locale.ROOT,
                "[%s%s] %5.1f %%  %s of %s events  %s/s%s",
                "=".repeat(done),
                " ".repeat(WIDTH - done),
                percent,
                processed,
                total,
                rate,
                processed < total && rate > 0 ? "  " + remaining((total - processed) / rate) + " left" : "");
    }

    private static String remaining(long seconds) {
        return seconds < 60 ? seconds + " s" : String.format(Locale.ROOT, "%s:%02d min", seconds / 60, seconds % 60);
    }
}
