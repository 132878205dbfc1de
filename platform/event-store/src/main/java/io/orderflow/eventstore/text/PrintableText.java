package io.orderflow.eventstore.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that strangers send, as it may be stored, listed and logged. PostgreSQL cannot keep a NUL, nor UTF-8 half a surrogate
 * pair, and a line of a log ends where a control character says so.
 */
public final class PrintableText {

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** As {@link #UNPRINTABLE}, but for the line breaks and tabs of a longer text. */
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\t\\n\\r]]");

    private static final int MOST_SHOWN = 1_000;

    private PrintableText() {}

    /** Whether the text can stand in one line. */
    public static boolean isPrintable(String text) {
        return !UNPRINTABLE.matcher(text).find();
    }

    /** Whether the text can be kept by any database; it may have several lines. */
    public static boolean isStorable(String text) {
        return !UNSTORABLE.matcher(text).find();
    }

    /** The text in one line of at most 1,000 characters, with the code of each character that cannot stand there. */
    public static String of(String text) {
        String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
        return UNPRINTABLE
                .matcher(shown)
                .replaceAll(match -> Matcher.quoteReplacement(String.format(
                        Locale.ROOT, "\\u%04x", (int) match.group().charAt(0))));
    }
}
