package io.orderflow.relay.deadletter;

import io.orderflow.eventstore.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.axonframework.messaging.Headers;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A message that could not be handled.
 *
 * @param id by which operators name it
 * @param queue the queue it came from
 * @param eventType the type of event it says it carries; null if it says none
 * @param reason why it was parked, for a person to read
 * @param parkedAt when, ISO-8601 UTC; null if it was put among the dead letters by somebody else
 * @param headers the message's own headers, each in one line of at most 1,000 characters; in a list, as many as fit
 *     10,000 characters
 * @param size bytes of the body
 * @param body the message's body, read as UTF-8; in a list, its first 2,000 characters
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record DeadLetter(
        String id,
        String queue,
        String eventType,
        String reason,
        String parkedAt,
        Map<String, String> headers,
        int size,
        @JsonSerialize(using = Utf8TextSerializer.class) byte[] body) {

    private static final int MOST_LISTED_OF_BODY = 2_000;
    private static final int MOST_LISTED_OF_HEADERS = 10_000;
    private static final int MOST_BYTES_OF_A_CHARACTER = 4;

    /** All of the letter. */
    static DeadLetter whole(ParkedMessage parked, String queue) {
        return of(parked, queue, Integer.MAX_VALUE, parked.body(Integer.MAX_VALUE));
    }

    /** As much of the letter as a list shows. */
    static DeadLetter listed(ParkedMessage parked, String queue) {
        byte[] beginning = parked.body(MOST_LISTED_OF_BODY * MOST_BYTES_OF_A_CHARACTER);
        return of(parked, queue, MOST_LISTED_OF_HEADERS, firstCharacters(beginning));
    }

    private static DeadLetter of(ParkedMessage parked, String queue, int mostOfHeaders, byte[] body) {
        return new DeadLetter(
                idOf(parked),
                queue,
                printable(typeOf(parked)),
                reasonOf(parked),
                printable(parked.parking(ParkedMessage.PARKED_AT)),
                shown(parked.headers(), mostOfHeaders),
                parked.bodyLength(),
                body);
    }

    /** A letter that somebody else has put there is known by what it is. */
    static String idOf(ParkedMessage parked) {
        String id = parked.parking(ParkedMessage.ID);
        return id != null ? PrintableText.of(id) : parked.fingerprint().toString();
    }

    /** The type as the message says it; null if it says none. */
    static String typeOf(ParkedMessage parked) {
        return Objects.toString(parked.headers().get(Headers.MESSAGE_TYPE), null);
    }

    static String reasonOf(ParkedMessage parked) {
        String reason = parked.parking(ParkedMessage.REASON);
        return reason != null
                ? PrintableText.of(reason)
                : PrintableText.of("not parked by a service; the broker says: "
                        + Objects.toString(parked.headers().get("x-first-death-reason"), "nothing"));
    }

    private static String printable(String text) {
        return text == null ? null : PrintableText.of(text);
    }

    private static Map<String, String> shown(Map<String, Object> headers, int most) {
        Map<String, String> shown = new LinkedHashMap<>();
        int characters = 0;
        for (Map.Entry<String, Object> header : new TreeMap<>(headers).entrySet()) {
            String name = PrintableText.of(header.getKey());
            String value = PrintableText.of(Objects.toString(header.getValue()));
            characters += name.length() + value.length();
            if (characters > most) {
                break;
            }
            shown.put(name, value);
        }
        return shown;
    }

    private static byte[] firstCharacters(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.length() <= MOST_LISTED_OF_BODY) {
            return bytes;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_LISTED_OF_BODY - 1))
                ? MOST_LISTED_OF_BODY - 1
                : MOST_LISTED_OF_BODY;
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8);
    }
}
