package io.orderflow.relay.wire;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.api.InventoryEvent;
import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.RoutingKey;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockRanLow;
import io.orderflow.api.StockRanOut;
import io.orderflow.api.StockRejected;
import io.orderflow.api.StockReleaseRequested;
import io.orderflow.api.StockReleased;
import io.orderflow.api.StockReserved;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.sample.OrderPlacedUpcaster;
import io.orderflow.relay.sample.Outbox;
import io.orderflow.relay.sample.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Each published event keeps its JSON, in the store and on the wire. */
class GoldenEventsTest {

    private static final String REASON = "insufficient stock for product 1 (requested 99, available 8)";
    private static final Map<Class<?>, Object> SAMPLES = Stream.of(
                    new OrderPlaced(
                            1,
                            List.of(
                                    new OrderLine(1, 2, new BigDecimal("1500.00")),
                                    new OrderLine(2, 1, new BigDecimal("0.10"))),
                            new BigDecimal("3000.10"),
                            Instant.parse("2026-07-01T12:00:00.123Z"),
                            Optional.of("anna")),
                    new OrderConfirmed(1, Optional.of("anna")),
                    new OrderCancelled(2, REASON, Optional.of("anna")),
                    new StockReleaseRequested(2, List.of(new StockLine(2, 1))),
                    new StockReserved(1, 1, 2),
                    new StockRejected(2, 1, 99, REASON),
                    new StockReleased(2, 2, 1),
                    new StockRanLow(1, "Laptop", 5),
                    new StockRanOut(1, "Laptop"))
            .collect(toMap(Object::getClass, sample -> sample));

    private static final Pattern GOLDEN_FILE = Pattern.compile("(?<event>\\w+)-(?<revision>\\d+)\\.json");

    private final IntegrationEvents published = IntegrationEvents.of(
            type -> type.getAnnotation(RoutingKey.class).value(), OrderEvent.class, InventoryEvent.class);
    private final Serializer serializer = Wire.serializer(published);
    private final EventMessageReader reader = new EventMessageReader(Wire.converter(published), published);

    static Stream<Class<?>> publishedEvents() {
        return Stream.of(OrderEvent.class, InventoryEvent.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("publishedEvents")
    void givenTheSample_whenWrittenToTheStore_thenItIsTheGoldenJson(Class<?> type) throws IOException {
        SerializedObject<String> stored = serializer.serialize(sample(type), String.class);

        assertThat(stored.getData()).isEqualTo(golden(type));
        assertThat(stored.getType().getName()).isEqualTo(type.getSimpleName());
        assertThat(stored.getType().getRevision()).isEqualTo(revision(type));
    }

    @ParameterizedTest
    @MethodSource("publishedEvents")
    void givenTheGoldenJson_whenReadFromTheStore_thenItIsTheSample(Class<?> type) throws IOException {
        Object read = serializer.deserialize(
                new SimpleSerializedObject<>(golden(type), String.class, type.getSimpleName(), revision(type)));

        assertThat(read).isEqualTo(sample(type));
    }

    @ParameterizedTest
    @MethodSource("publishedEvents")
    void givenTheSample_whenSent_thenAPersonCanReadTheMessage(Class<?> type) throws IOException {
        EventMessage<?> event = event(type);

        OutgoingMessage message = Outbox.message(published, event);

        assertThat(message.exchange()).isEqualTo("orders_exchange");
        assertThat(message.routingKey())
                .isEqualTo(type.getAnnotation(RoutingKey.class).value());
        assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo(golden(type));
        assertThat(message.properties().getContentType()).isEqualTo("application/json");
        assertThat(message.properties().getContentEncoding()).isEqualTo("UTF-8");
        assertThat(message.properties().getMessageId()).isEqualTo(event.getIdentifier());
        assertThat(message.properties().getType()).isEqualTo(type.getSimpleName());
        assertThat(message.properties().getTimestamp()).isEqualTo(Date.from(event.getTimestamp()));
        assertThat(message.properties().getDeliveryMode()).as("persistent").isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("publishedEvents")
    void givenTheSample_whenReceived_thenItIsTheSameEvent(Class<?> type) throws Exception {
        DomainEventMessage<?> sent = event(type);

        EventMessage<?> received = reader.read(Wire.deliver(Outbox.message(published, sent)));

        assertThat(received.getPayload()).isEqualTo(sample(type));
        assertThat(received.getIdentifier()).isEqualTo(sent.getIdentifier());
        assertThat(received.getTimestamp()).isEqualTo(sent.getTimestamp());
        assertThat(received.getMetaData()).containsEntry("trace", "abc");
        assertThat(received).isInstanceOfSatisfying(DomainEventMessage.class, domainEvent -> {
            assertThat(domainEvent.getAggregateIdentifier()).isEqualTo("order-1");
            assertThat(domainEvent.getType()).isEqualTo("Order");
            assertThat(domainEvent.getSequenceNumber()).isEqualTo(3);
        });
    }

    /** What was stored once stays in the stores: its type cannot go, and its JSON has to be understood for ever. */
    @ParameterizedTest
    @MethodSource("goldenFiles")
    void givenTheGoldenJsonOfAnyRevision_whenReadFromTheStore_thenItIsAnEventOfItsType(Resource file)
            throws IOException {
        Matcher name = GOLDEN_FILE.matcher(String.valueOf(file.getFilename()));
        assertThat(name.matches())
                .as("%s is named <event>-<revision>.json", file)
                .isTrue();
        String json = file.getContentAsString(StandardCharsets.UTF_8).strip();

        Object read = fromStore(name.group("event"), name.group("revision"), json);

        assertThat(read.getClass().getSimpleName()).isEqualTo(name.group("event"));
        assertThat(publishedEvents()).contains(read.getClass());
    }

    @Test
    void givenAnOrderOfTheTimeBeforeCustomers_whenReadFromTheStore_thenItIsNobodys() throws IOException {
        assertThat(fromStore("OrderPlaced", "1", golden("OrderPlaced-1")))
                .isInstanceOfSatisfying(
                        OrderPlaced.class, order -> assertThat(order.customer()).isEmpty());
        assertThat(fromStore("OrderConfirmed", "1", golden("OrderConfirmed-1"))).isEqualTo(new OrderConfirmed(1));
        assertThat(fromStore("OrderCancelled", "1", golden("OrderCancelled-1")))
                .isEqualTo(new OrderCancelled(2, REASON));
    }

    private Object fromStore(String type, String revision, String json) {
        DomainEventData<byte[]> stored = new GenericDomainEventEntry<>(
                "Order",
                "order-1",
                0,
                "event-1",
                "2026-07-01T12:00:00Z",
                type,
                revision,
                json.getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8));
        return EventStreamUtils.upcastAndDeserializeDomainEvents(
                        Stream.of(stored), serializer, new EventUpcasterChain(new OrderPlacedUpcaster()))
                .next()
                .getPayload();
    }

    static Stream<Resource> goldenFiles() throws IOException {
        return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath*:golden/*"));
    }

    private static DomainEventMessage<?> event(Class<?> type) {
        return new GenericDomainEventMessage<>(
                "Order",
                "order-1",
                3,
                sample(type),
                Map.of("trace", "abc"),
                "event-" + type.getSimpleName(),
                Instant.parse("2026-07-01T12:00:01.456Z"));
    }

    private static Object sample(Class<?> type) {
        assertThat(SAMPLES).as("samples").containsKey(type);
        return SAMPLES.get(type);
    }

    private static String golden(Class<?> type) throws IOException {
        return golden(type.getSimpleName() + "-" + revision(type));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = OrderPlaced.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String revision(Class<?> type) {
        return type.getAnnotation(Revision.class).value();
    }
}
