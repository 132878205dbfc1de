package io.orderflow.relay.wire;

import static io.orderflow.relay.sample.WeatherMessages.rain;
import static io.orderflow.relay.sample.WeatherMessages.reader;
import static io.orderflow.relay.sample.WeatherMessages.withBody;
import static io.orderflow.relay.sample.WeatherMessages.withHeader;
import static io.orderflow.relay.sample.WeatherMessages.withoutHeader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.relay.sample.WeatherMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

class EventMessageReaderTest {

    private static final String ID = "axon-message-id";
    private static final String TYPE = "axon-message-type";
    private static final String TIMESTAMP = "axon-message-timestamp";
    private static final String AGGREGATE_ID = "axon-message-aggregate-id";
    private static final String AGGREGATE_SEQ = "axon-message-aggregate-seq";
    private static final String AGGREGATE_TYPE = "axon-message-aggregate-type";

    private final EventMessageReader reader = reader();

    @Test
    void givenAGoodMessage_whenRead_thenItIsItsEvent() throws UnreadableMessageException {
        assertThat(reader.read(rain(3)).getPayload()).isEqualTo(new RainFell("Ulm", 3));
    }

    @Test
    void givenAMessageOfNoAggregate_whenRead_thenItIsAnEventAllTheSame() throws UnreadableMessageException {
        EventMessage<?> event = reader.read(withoutHeader(AGGREGATE_ID));

        assertThat(event.getPayload()).isEqualTo(new RainFell("Ulm", 3));
        assertThat(event).isNotInstanceOf(DomainEventMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {ID, TYPE, TIMESTAMP, AGGREGATE_SEQ, AGGREGATE_TYPE})
    void givenAHeaderIsMissing_whenRead_thenTheReasonNamesIt(String header) {
        assertUnreadable(withoutHeader(header), "header " + header + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {ID, TYPE, TIMESTAMP, AGGREGATE_ID, AGGREGATE_SEQ, AGGREGATE_TYPE})
    void givenAHeaderOfAnotherKind_whenRead_thenTheReasonNamesIt(String header) {
        for (Object value : List.of(7, true, "", " ", List.of("a"), Map.of("a", "b"), new byte[] {1})) {
            assertUnreadable(withHeader(header, value), "header " + header + " is ");
        }
        assertUnreadable(withHeader(header, null), "header " + header + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {ID, AGGREGATE_ID, AGGREGATE_TYPE})
    void givenAnIdentifierTooLongForTheStore_whenRead_thenTheReasonSaysSo(String header) {
        assertThat(withHeader(header, "x".repeat(255))).satisfies(longest -> reader.read(longest));
        assertUnreadable(
                withHeader(header, "x".repeat(300)),
                "header " + header + " is missing or no text of 1 to 255 characters");
    }

    @Test
    void givenARevisionTooLongForTheStore_whenRead_thenTheReasonSaysSo() {
        assertUnreadable(
                withHeader("axon-message-revision", "1".repeat(300)),
                "header axon-message-revision is missing or no text of 1 to 255 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {ID, TYPE, AGGREGATE_ID, AGGREGATE_TYPE, "axon-message-revision"})
    void givenControlCharactersInAnIdentifier_whenRead_thenTheReasonSaysSo(String header) {
        for (String character : List.of("\0", "\n", "\u001b[2J", "\ud800", "\u2028")) {
            assertUnreadable(withHeader(header, "a" + character + "b"), "header " + header + " has control characters");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u0007", "\\b", "\\u009b"})
    void givenTextThatNoDatabaseKeeps_whenRead_thenTheReasonSaysSo(String escape) {
        assertUnreadable(
                withBody("{\"place\": \"Ulm" + escape + "\", \"millimetres\": 3}"),
                "the body has text with control characters");
        assertUnreadable(
                withBody("{\"place\": \"Ulm\", \"millimetres\": 3, \"" + escape + "\": [1]}"),
                "the body has text with control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\uDC00 \\uD800"})
    void givenHalfACharacter_whenRead_thenTheReasonSaysThatItIsTheBody(String escape) {
        assertUnreadable(withBody("{\"place\": \"Ulm" + escape + "\", \"millimetres\": 3}"), "the body ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\t", "\\ud83d\\ude00", "\\u00fc", "\\\\u0000"})
    void givenTextThatOnlyLooksLikeThat_whenRead_thenItIsTaken(String escape) throws UnreadableMessageException {
        assertThat(reader.read(withBody("{\"place\": \"Ulm" + escape + "\", \"millimetres\": 3}"))
                        .getPayload())
                .isInstanceOf(RainFell.class);
    }

    @Test
    void whereItIsSaidWhoseEventsAreTaken_thenNoOtherIs_andNoneUnderAnotherAggregate() throws Exception {
        EventMessageReader choosy = reader(WeatherMessages.PUBLISHED.taking(
                RainFell.class, rain -> "station-" + rain.place().toLowerCase(Locale.ROOT)));

        assertThat(choosy.read(rain(3)).getPayload()).isEqualTo(new RainFell("Ulm", 3));
        assertThatExceptionOfType(UnreadableMessageException.class)
                .isThrownBy(() -> choosy.read(withHeader(TYPE, "SunShone")))
                .withMessage("'SunShone' is no event type that this service takes");
        for (Message message : List.of(withHeader(AGGREGATE_ID, "station-bonn"), withoutHeader(AGGREGATE_ID))) {
            assertThatExceptionOfType(UnreadableMessageException.class)
                    .isThrownBy(() -> choosy.read(message))
                    .withMessage("it is not under the aggregate that it is of, station-ulm");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01T00:00:00Z", "1782907200"})
    void givenNoTime_whenRead_thenTheReasonSaysSo(String time) {
        assertUnreadable(withHeader(TIMESTAMP, time), "header " + TIMESTAMP + " is no ISO-8601 time");
    }

    @Test
    void givenASequenceNumberOfAnotherInteger_whenRead_thenTheReasonSaysSo() {
        assertUnreadable(withHeader(AGGREGATE_SEQ, 3), "header " + AGGREGATE_SEQ + " is missing or no long");
        assertUnreadable(withHeader(AGGREGATE_SEQ, -1L), "header " + AGGREGATE_SEQ + " is missing or no long");
        assertUnreadable(withHeader(AGGREGATE_SEQ, "3"), "header " + AGGREGATE_SEQ + " is missing or no long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SnowFell",
                "ThermometerRead",
                "io.orderflow.eventstore.sample.Weather$RainFell",
                "java.lang.Runtime",
                "org.axonframework.eventhandling.GlobalSequenceTrackingToken",
                "rainfell"
            })
    void givenAnotherType_whenRead_thenTheReasonNamesIt(String type) {
        assertUnreadable(withHeader(TYPE, type), "'" + type + "' is no event type that this service takes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "It is raining                                 | the body is no RainFell: Unrecognized token 'It'",
                "``                                            | the body is no RainFell: No content to map",
                "[]                                            | the body is no RainFell: Cannot deserialize",
                "\"rain\"                                      | the body is no RainFell: Cannot construct",
                "{\"place\": \"Ulm\"}                          | the body is no RainFell: Cannot map",
                "{\"place\": \"Ulm\", \"millimetres\": \"a lot\"} | the body is no RainFell: Cannot deserialize",
                "{\"place\": \"Ulm\", \"millimetres\": 3e100}  | the body is no RainFell: Numeric value",
                "{\"place\": \"Ulm\", \"millimetres\": 3       | the body is no RainFell: Unexpected end-of-input",
                "null                                          | the body is empty"
            })
    void givenABodyThatDoesNotFit_whenRead_thenTheReasonSaysHow(String body, String reason) {
        assertUnreadable(withBody(body), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"place\": \"Ulm\"}", "{\"place\": \"Ulm\", \"millimetres\": \"a lot\"}"})
    void givenAMemberThatDoesNotFit_whenRead_thenTheReasonNamesIt(String body) {
        assertThatExceptionOfType(UnreadableMessageException.class)
                .isThrownBy(() -> reader.read(withBody(body)))
                .withMessageEndingWith("(at millimetres)");
    }

    @Test
    void givenABodyOfNoText_whenRead_thenRefused() {
        assertUnreadable(
                new Message(new byte[] {(byte) 0xff, 0, 1, (byte) 0xfe}, rain(3).getMessageProperties()),
                "the body is no RainFell: ");
    }

    @Test
    void givenAMessageOfSomebodyElse_whenRead_thenRefused() {
        assertUnreadable(
                new Message("{\"order_id\": 1}".getBytes(StandardCharsets.UTF_8), new MessageProperties()),
                "header " + ID + " is missing");
    }

    @ParameterizedTest
    @MethodSource("deepBodies")
    void givenABodyMadeToHurt_whenRead_thenRefused(String body) {
        assertUnreadable(withBody(body), "the body is no RainFell: ");
    }

    static List<String> deepBodies() {
        return List.of(
                "[".repeat(100_000),
                "{\"place\": ".repeat(100_000),
                "{\"place\": \"Ulm\", \"millimetres\": " + "9".repeat(5_000) + "}",
                "{\"place\": \"Ulm\", \"millimetres\": 1e1000000000}");
    }

    private void assertUnreadable(Message message, String reason) {
        assertThatExceptionOfType(UnreadableMessageException.class)
                .isThrownBy(() -> reader.read(message))
                .withMessageStartingWith(reason)
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasLineCount(1));
    }
}
