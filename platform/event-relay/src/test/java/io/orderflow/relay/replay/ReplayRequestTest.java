package io.orderflow.relay.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.replay.ReplayRequestParser.UnreadableRequestException;
import io.orderflow.relay.sample.FakeBroker;
import io.orderflow.relay.wire.EventRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayRequestTest {

    private static final BasicProperties PROPERTIES = new BasicProperties.Builder()
            .correlationId("my-replay")
            .replyTo("my_queue")
            .build();
    private static final byte[] BODY = "{\"routing_keys\": [\"weather.#\", \"tide.*\"]}".getBytes(UTF_8);

    @Test
    void aRequestIsReadAsItWasSent() throws Exception {
        FakeBroker broker = new FakeBroker();
        ReplayRequest request = ReplayRequest.history("my-replay", "my_queue", List.of("weather.#", "tide.*"));

        sender(broker).send(request);

        assertThat(broker.messages)
                .extracting(OutgoingMessage::exchange, OutgoingMessage::routingKey)
                .containsExactly(tuple("", "station_history"), tuple("", "tide_history"));
        for (OutgoingMessage sent : broker.messages) {
            assertThat(ReplayRequestParser.read(sent.properties(), sent.body())).isEqualTo(request);
        }
    }

    @Test
    void aRequestForEventsIsReadAsItWasSent() throws Exception {
        FakeBroker broker = new FakeBroker();
        ReplayRequest request = ReplayRequest.events(
                "my-request",
                "my_queue",
                List.of(new EventRef("rain-1", "station-ulm", 7), new EventRef("sun-2", "sun-2", 0)));

        sender(broker).sendTo("station_history", request);

        OutgoingMessage sent = broker.messages.get(0);
        assertThat(sent.routingKey()).isEqualTo("station_history");
        assertThat(ReplayRequestParser.read(sent.properties(), sent.body())).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[7]",
                "\"a\"",
                "{}",
                "null",
                "[{\"id\": \"a\", \"aggregate\": \"b\"}]",
                "[{\"id\": \"a\", \"aggregate\": \"b\", \"sequence\": 1.5}]",
                "[{\"id\": \"a\", \"aggregate\": \"b\\u0000\", \"sequence\": 1}]"
            })
    void aRequestForEventsThatNamesNoneIsRefused(String events) {
        assertRefused(PROPERTIES, ("{\"events\": " + events + "}").getBytes(UTF_8), "events is no list");
    }

    @Test
    void aRequestWithoutCorrelationIdOrAddressIsRefused() {
        assertRefused(PROPERTIES.builder().correlationId(null).build(), BODY, "property correlation_id is missing");
        assertRefused(PROPERTIES.builder().replyTo(" ").build(), BODY, "property reply_to is missing");
        assertRefused(
                PROPERTIES.builder().correlationId("a\0b").build(),
                BODY,
                "property correlation_id is missing or no text");
        assertRefused(
                PROPERTIES.builder().replyTo("q".repeat(256)).build(), BODY, "property reply_to is missing or no text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "7",
                "null",
                "{\"routing_keys\": []}",
                "{\"routing_keys\": [7]}",
                "{\"routing_keys\": [\"\"]}",
                "{\"routing_keys\": [\"inventory.{a:[}\"]}",
                "{\"routing_keys\": [\"ord*\"]}",
                "{\"routing_keys\": [\"a\\u0000b\"]}",
                "{\"routing_keys\": \"#\"}"
            })
    void aRequestThatNamesNoKeysIsRefused(String body) {
        assertRefused(PROPERTIES, body.getBytes(UTF_8), "the body has no routing_keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "routing_keys", "{\"routing_keys\": [\"#\""})
    void aRequestThatIsNoJsonIsRefused(String body) {
        assertThatExceptionOfType(UnreadableRequestException.class)
                .isThrownBy(() -> ReplayRequestParser.read(PROPERTIES, body.getBytes(UTF_8)));
    }

    private static ReplayRequestSender sender(FakeBroker broker) {
        return new ReplayRequestSender(
                new ConfirmingPublisher(broker.connections, Duration.ofSeconds(1)),
                List.of("station_history", "tide_history"));
    }

    private static void assertRefused(BasicProperties properties, byte[] body, String reason) {
        assertThatExceptionOfType(UnreadableRequestException.class)
                .isThrownBy(() -> ReplayRequestParser.read(properties, body))
                .withMessageContaining(reason);
    }
}
