package io.orderflow.relay.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.orderflow.api.InventoryEvent;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.RoutingKey;
import io.orderflow.relay.sample.OrderPlacedUpcaster;
import io.orderflow.relay.sample.Outbox;
import io.orderflow.relay.sample.Wire;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.upcasting.event.EventTypeUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;

class UpcastingMessageConverterTest {

    private static final IntegrationEvents CATALOG = IntegrationEvents.of(
            type -> type.getAnnotation(RoutingKey.class).value(), OrderEvent.class, InventoryEvent.class);

    @Test
    void givenAnOldRevision_whenReceived_thenItIsTheEventAsItWouldBeToday() throws UnreadableMessageException {
        EventMessage<?> event =
                read(message("OrderPlaced", "0", OrderPlacedUpcaster.oldJson()), new OrderPlacedUpcaster());

        assertThat(event.getPayload()).isEqualTo(OrderPlacedUpcaster.SAMPLE);
        assertThat(event.getIdentifier()).isEqualTo("event-1");
        assertThat(event.getTimestamp()).isEqualTo(Instant.parse("2026-07-01T12:00:01Z"));
        assertThat(event.getMetaData()).containsExactlyEntriesOf(Map.of("trace", "abc"));
        assertThat(event).isInstanceOfSatisfying(DomainEventMessage.class, domainEvent -> {
            assertThat(domainEvent.getAggregateIdentifier()).isEqualTo("order-1");
            assertThat(domainEvent.getType()).isEqualTo("Order");
            assertThat(domainEvent.getSequenceNumber()).isZero();
        });
    }

    @Test
    void givenNoUpcasterIsForAMessage_whenReceived_thenBodyAndHeadersAreHandedOnAsTheyCame() {
        Message message = message("OrderConfirmed", "1", "{ \"orderId\" : 7 }".getBytes(UTF_8));
        Map<String, Object> headers = message.getMessageProperties().getHeaders();
        AMQPMessageConverter delegate = mock(AMQPMessageConverter.class);
        UpcastingMessageConverter converter =
                new UpcastingMessageConverter(delegate, new OrderPlacedUpcaster(), Wire.serializer(CATALOG), CATALOG);

        converter.readAMQPMessage(message.getBody(), headers);

        verify(delegate).readAMQPMessage(same(message.getBody()), same(headers));
    }

    @Test
    void givenATypeThatHasGotAnotherName_whenReceivedUnderTheOldOne_thenItIsRead() throws UnreadableMessageException {
        Message old = message("OrderApproved", "1", "{\"orderId\":7}".getBytes(UTF_8));

        EventMessage<?> event =
                read(old, EventTypeUpcaster.from("OrderApproved", "1").to(OrderConfirmed.class.getSimpleName(), "1"));

        assertThat(event.getPayload()).isEqualTo(new OrderConfirmed(7));
    }

    @Test
    void givenAnUpcasterThatMakesSomethingUnpublishedOfAMessage_whenReceived_thenItIsNotRead() {
        Message message = message("OrderConfirmed", "1", "{\"orderId\":7}".getBytes(UTF_8));

        assertUnreadable(
                message,
                "'OrderConfirmed' is no event type that this service takes",
                EventTypeUpcaster.from("OrderConfirmed", "1").to("java.lang.Runtime", "1"));
    }

    @Test
    void givenAnUpcasterThatChangesMetadata_whenReceived_thenTheEventHasTheNewOnes() throws UnreadableMessageException {
        Message message = message("OrderConfirmed", "1", "{\"orderId\":7}".getBytes(UTF_8));

        EventMessage<?> event = read(message, new SingleEventUpcaster() {
            @Override
            protected boolean canUpcast(IntermediateEventRepresentation any) {
                return true;
            }

            @Override
            protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation any) {
                return any.upcast(
                        any.getType(),
                        byte[].class,
                        Function.identity(),
                        old -> MetaData.with("was", old.get("trace")));
            }
        });

        assertThat(event.getMetaData()).containsExactlyEntriesOf(Map.of("was", "abc"));
        assertThat(event.getPayload()).isEqualTo(new OrderConfirmed(7));
    }

    @Test
    void givenAnOldRevisionWhoseBodyDoesNotFit_whenReceived_thenTheReasonSaysHow() {
        assertUnreadable(
                message("OrderPlaced", "0", "{\"orderId\":1}".getBytes(UTF_8)),
                "the body is no OrderPlaced: ",
                new OrderPlacedUpcaster());
        assertUnreadable(
                message("OrderPlaced", "0", "order 1".getBytes(UTF_8)),
                "the body is no OrderPlaced: Unrecognized token 'order'",
                new OrderPlacedUpcaster());
    }

    @Test
    void givenAnUpcasterThatMakesNoneOrTwoOfAnEvent_whenReceived_thenItIsNotRead() {
        Message message = message("OrderConfirmed", "1", "{\"orderId\":7}".getBytes(UTF_8));

        assertUnreadable(
                message,
                "the body is no OrderConfirmed: its upcasters make 0 events of it",
                events -> events.filter(event -> false));
        assertUnreadable(
                message,
                "the body is no OrderConfirmed: its upcasters make 2 events of it",
                events -> events.flatMap(event -> Stream.of(event, event)));
    }

    private static EventMessage<?> read(Message message, EventUpcaster upcaster) throws UnreadableMessageException {
        return new EventMessageReader(Wire.converter(CATALOG, upcaster), CATALOG).read(message);
    }

    private static void assertUnreadable(Message message, String reason, EventUpcaster upcaster) {
        assertThatExceptionOfType(UnreadableMessageException.class)
                .isThrownBy(() -> read(message, upcaster))
                .withMessageStartingWith(reason);
    }

    /** A message of order 1, as the broker delivers it. */
    private static Message message(String type, String revision, byte[] body) {
        Message message = Wire.deliver(Outbox.message(
                CATALOG,
                new GenericDomainEventMessage<>(
                        "Order",
                        "order-1",
                        0,
                        new OrderConfirmed(1),
                        Map.of("trace", "abc"),
                        "event-1",
                        Instant.parse("2026-07-01T12:00:01Z"))));
        message.getMessageProperties().setHeader("axon-message-type", type);
        message.getMessageProperties().setHeader("axon-message-revision", revision);
        return new Message(body, message.getMessageProperties());
    }
}
