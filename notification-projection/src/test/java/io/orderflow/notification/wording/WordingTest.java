package io.orderflow.notification.wording;

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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordingTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.123Z");

    @Test
    void aConfirmedOrder() {
        assertThat(Wording.of(new OrderConfirmed(1), "e1", NOON))
                .contains(new Notification("e1", 1L, null, "confirmed", "Order 1 has been confirmed", NOON));
    }

    @Test
    void aCancelledOrderSaysWhy() {
        OrderCancelled event = new OrderCancelled(2, "insufficient stock for product 1 (requested 99, available 8)");

        assertThat(Wording.of(event, "e2", NOON))
                .contains(new Notification(
                        "e2",
                        2L,
                        null,
                        "cancelled",
                        "Order 2 has been cancelled: insufficient stock for product 1 (requested 99, available 8)",
                        NOON));
    }

    @Test
    void theCustomerOfTheOrderIsTold() {
        assertThat(Wording.of(new OrderConfirmed(1, Optional.of("anna")), "e1", NOON))
                .map(Notification::customer)
                .contains("anna");
        assertThat(Wording.of(new OrderCancelled(1, "sold out", Optional.of("anna")), "e2", NOON))
                .map(Notification::customer)
                .contains("anna");
    }

    @Test
    void aReasonIsRepeatedAsItIs() {
        assertThat(Wording.of(new OrderCancelled(2, "100% gone, %s and %d"), "e2", NOON))
                .map(Notification::message)
                .contains("Order 2 has been cancelled: 100% gone, %s and %d");
    }

    @Test
    void aProductThatRunsLow() {
        assertThat(Wording.of(new StockRanLow(1, "Laptop", 5), "e3", NOON))
                .contains(new Notification(
                        "e3", null, 1L, "low_stock", "Product 1 (Laptop) is running low: 5 left", NOON));
    }

    @Test
    void aProductThatRanOut() {
        assertThat(Wording.of(new StockRanOut(1, "Laptop"), "e4", NOON))
                .contains(new Notification("e4", null, 1L, "out_of_stock", "Product 1 (Laptop) is out of stock", NOON));
    }

    @Test
    void numbersAreWrittenAlikeOnMachinesOfAllCountries() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(Wording.of(new OrderConfirmed(1), "e1", NOON))
                    .map(Notification::message)
                    .contains("Order 1 has been confirmed");
            assertThat(Wording.of(new StockRanLow(1234567, "Laptop", 1000), "e3", NOON))
                    .map(Notification::message)
                    .contains("Product 1234567 (Laptop) is running low: 1000 left");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource
    void nobodyIsToldOf(Object event) {
        assertThat(Wording.of(event, "e5", NOON)).isEmpty();
    }

    static Stream<Object> nobodyIsToldOf() {
        return Stream.of(
                new OrderPlaced(
                        1, List.of(new OrderLine(1, 1, BigDecimal.ONE.setScale(2))), BigDecimal.ONE.setScale(2), NOON),
                new StockReleaseRequested(1, List.of(new StockLine(1, 1))),
                new StockReserved(1, 1, 1),
                new StockRejected(1, 1, 1, "product 1 does not exist"),
                new StockReleased(1, 1, 1),
                "an event of another system");
    }

    /** What is sent to the notifications' queue without a wording would be acknowledged, and nobody would hear of it. */
    @ParameterizedTest
    @MethodSource
    void eachEventOfTheNotificationsHasWords(Class<?> type) throws ReflectiveOperationException {
        Object event = sampleOf(type);

        assertThat(Wording.of(event, "e6", NOON)).isPresent();
    }

    static Stream<Class<?>> eachEventOfTheNotificationsHasWords() {
        return Stream.of(OrderEvent.class, InventoryEvent.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .filter(type -> type.getAnnotation(RoutingKey.class).value().startsWith("notifications."));
    }

    private static Object sampleOf(Class<?> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructors()[0];
        Object[] arguments = Stream.of(constructor.getParameterTypes())
                .map(parameter -> parameter == String.class ? (Object) "some text" : (Object) 1L)
                .toArray();
        return constructor.newInstance(arguments);
    }
}
