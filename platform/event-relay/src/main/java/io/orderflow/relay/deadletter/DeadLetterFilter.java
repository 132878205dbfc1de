package io.orderflow.relay.deadletter;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which dead letters are meant: those to which all apply that are not null.
 *
 * @param queue the queue that they came from
 * @param type the type of event that they say they carry
 * @param reason a part of why they were parked, in upper or lower case
 * @param from parked at this time or later
 * @param to parked before this time
 * @param ids the letters themselves
 */
record DeadLetterFilter(String queue, String type, String reason, Instant from, Instant to, Set<String> ids) {

    /** All letters of all queues. */
    static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null, null);

    private static final int MOST_IDS = 10_000;

    /**
     * A filter as a client wrote it.
     *
     * @param queues those that letters can come from
     * @throws InvalidFilterException that says all that is wrong with it
     */
    static DeadLetterFilter parse(
            List<String> queues, String queue, String type, String reason, String from, String to, List<String> ids) {
        List<InvalidFilterException.Problem> problems = new ArrayList<>();
        Instant start = time("from", from, problems);
        Instant end = time("to", to, problems);
        if (queue != null && !queues.contains(queue)) {
            problems.add(new InvalidFilterException.Problem("queue", "must be one of " + String.join(", ", queues)));
        }
        if (start != null && end != null && !start.isBefore(end)) {
            problems.add(new InvalidFilterException.Problem("to", "must be later than from"));
        }
        if (ids != null && (ids.isEmpty() || ids.size() > MOST_IDS || ids.contains(null))) {
            problems.add(new InvalidFilterException.Problem("ids", "must be 1 to " + MOST_IDS + " ids"));
        }
        if (!problems.isEmpty()) {
            throw new InvalidFilterException(problems);
        }
        return new DeadLetterFilter(queue, type, reason, start, end, ids == null ? null : Set.copyOf(ids));
    }

    /** Whether letters of this queue can be meant. */
    boolean includes(String ofQueue) {
        return queue == null || queue.equals(ofQueue);
    }

    /** Whether all letters of the queues are meant, so that nobody has to look at them. */
    boolean isForAll() {
        return type == null && reason == null && from == null && to == null && ids == null;
    }

    /** Whether there can be no more letters that are meant, once so many were found. */
    boolean isExhausted(long found) {
        return ids != null && found >= ids.size();
    }

    boolean matches(ParkedMessage letter) {
        return (ids == null || ids.contains(DeadLetter.idOf(letter)))
                && (type == null || type.equals(DeadLetter.typeOf(letter)))
                && (reason == null
                        || DeadLetter.reasonOf(letter)
                                .toLowerCase(Locale.ROOT)
                                .contains(reason.toLowerCase(Locale.ROOT)))
                && (from == null || wasParked(letter, at -> !at.isBefore(from)))
                && (to == null || wasParked(letter, at -> at.isBefore(to)));
    }

    /** What was asked for, as an operator would say it. */
    @Override
    public String toString() {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("queue", queue);
        asked.put("type", type);
        asked.put("reason", reason);
        asked.put("from", from);
        asked.put("to", to);
        asked.put("ids", ids);
        asked.values().removeIf(Objects::isNull);
        return asked.isEmpty() ? "all" : asked.toString();
    }

    private static boolean wasParked(ParkedMessage letter, Predicate<Instant> when) {
        String at = letter.parking(ParkedMessage.PARKED_AT);
        try {
            return at != null && when.test(Instant.parse(at));
        } catch (DateTimeException e) {
            return false; // not a time that a service of this system wrote
        }
    }

    private static Instant time(String field, String text, List<InvalidFilterException.Problem> problems) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            problems.add(new InvalidFilterException.Problem(field, "must be a time such as 2026-07-01T12:00:00Z"));
            return null;
        }
    }
}
