package io.orderflow.relay.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A page of letters that was read and can be read on, as long as nobody needs the letters in their places. */
final class OpenPage {

    private final LetterCursor cursor;
    private final String queue;
    private final DeadLetterFilter filter;
    private final long total;
    private String last;

    /** @param total how many letters are meant */
    OpenPage(LetterCursor cursor, String queue, DeadLetterFilter filter, long total) {
        this.cursor = cursor;
        this.queue = queue;
        this.filter = filter;
        this.total = total;
    }

    /** Passes over all letters up to this one; says whether there is one. */
    boolean isFound(String id) {
        Optional<ParkedMessage> next = cursor.next();
        while (next.isPresent() && !id.equals(DeadLetter.idOf(next.get()))) {
            next = cursor.next();
        }
        last = id;
        return next.isPresent();
    }

    /** The letters that are meant, from where it is, at most so many. */
    DeadLetterPage read(int limit) {
        List<DeadLetter> letters = new ArrayList<>();
        while (letters.size() < limit) {
            Optional<ParkedMessage> next = cursor.next();
            if (next.isEmpty()) {
                break;
            }
            if (filter.matches(next.get())) {
                letters.add(DeadLetter.listed(next.get(), queue));
            }
        }
        if (!letters.isEmpty()) {
            last = letters.get(letters.size() - 1).id();
        }
        return new DeadLetterPage(total, letters);
    }

    /** Whether what comes after this letter, by this filter, is what would be read next. */
    boolean isAt(DeadLetterFilter wanted, String after) {
        return after != null && after.equals(last) && filter.equals(wanted) && cursor.isOpen();
    }

    /** Where it is. */
    LetterCursor cursor() {
        return cursor;
    }
}
