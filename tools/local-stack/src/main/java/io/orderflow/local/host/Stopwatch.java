package io.orderflow.local.host;

import java.util.Locale;

/** How long something took, as a person reads it. */
public final class Stopwatch {

    private Stopwatch() {}

    /** The time since a {@link System#nanoTime()}, e.g. {@code 3.2 s}. */
    public static String seconds(long begun) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begun) / 1e9);
    }
}
