package io.orderflow.ordering.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockRejected;
import io.orderflow.api.StockReleaseRequested;
import io.orderflow.api.StockReleased;
import io.orderflow.api.StockReserved;
import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.history.RecordedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderHistoryTest {

    private static final long ORDER = 7;
    private static final OrderPlaced PLACED = placed(1);
    private static final OrderPlaced PLACED_WITH_TWO_LINES = placed(1, 2);
    private static final OrderConfirmed CONFIRMED = new OrderConfirmed(ORDER);
    private static final OrderCancelled CANCELLED = new OrderCancelled(ORDER, "why");
    private static final StockReserved RESERVED = new StockReserved(ORDER, 1, 1);
    private static final StockReleased RELEASED = new StockReleased(ORDER, 1, 1);
    private static final StockRejected REJECTED = new StockRejected(ORDER, 2, 1, "why");
    private static final StockReleaseRequested ASKED_BACK =
            new StockReleaseRequested(ORDER, List.of(new StockLine(1, 1)));

    /** What the store has of the order. */
    private final List<RecordedEvent> own = new ArrayList<>();

    private final List<RecordedEvent> answers = new ArrayList<>();
    private final EventHistory store = mock(EventHistory.class);
    private final OrderHistory history = new OrderHistory(store);
    private long placesLookedAt;

    @BeforeEach
    void letTheStoreBeSearched() {
        when(store.newestOf(eq("order-7"), anyLong(), anyInt()))
                .thenAnswer(call -> own.stream()
                        .sorted(Comparator.comparing(RecordedEvent::place).reversed())
                        .toList());
        when(store.between(anyLong(), anyLong(), eq("Product"), eq("orderId"), eq(ORDER), anyInt()))
                .thenAnswer(call -> answersBetween(call.getArgument(0), call.getArgument(1), call.getArgument(5)));
    }

    @Test
    void anOrderThatNobodyPlacedHasNone() {
        assertThat(history.of(ORDER, null)).isEmpty();
    }

    @Test
    void aConfirmedOrderWasPlacedAnsweredAndConfirmed() {
        own(1, PLACED);
        answer(5, RESERVED);
        own(9, CONFIRMED);

        assertHistory(PLACED, RESERVED, CONFIRMED);
        assertThat(placesLookedAt).isEqualTo(8);
    }

    @Test
    void aPendingOrderHasTheAnswersSoFar() {
        own(1, PLACED_WITH_TWO_LINES);
        answer(5, RESERVED);

        assertHistory(PLACED_WITH_TWO_LINES, RESERVED);
    }

    @Test
    void aCancelledOrderSaysWhatItGotBack() {
        own(1, PLACED_WITH_TWO_LINES);
        answer(5, RESERVED);
        answer(6, REJECTED);
        own(9, CANCELLED);
        own(10, ASKED_BACK);
        answer(30_000, RELEASED);

        assertHistory(PLACED_WITH_TWO_LINES, RESERVED, REJECTED, CANCELLED, ASKED_BACK, RELEASED);
    }

    @Test
    void aConfirmedOrderThatItsCustomerCancelsSaysWhatItGotBack() {
        own(1, PLACED);
        answer(5, RESERVED);
        own(9, CONFIRMED);
        own(9_000_000, CANCELLED);
        own(9_000_001, ASKED_BACK);
        answer(9_000_100, RELEASED);

        assertHistory(PLACED, RESERVED, CONFIRMED, CANCELLED, ASKED_BACK, RELEASED);
        assertThat(placesLookedAt).isLessThan(60_000);
    }

    @Test
    void anAnswerThatCameFarTooLateIsShown_asTheOrderGaveItBack() {
        own(1, PLACED);
        own(1_000_000, CANCELLED);
        answer(8_999_000, RESERVED);
        own(9_000_000, ASKED_BACK);
        answer(9_000_100, RELEASED);

        assertHistory(PLACED, CANCELLED, RESERVED, ASKED_BACK, RELEASED);
        assertThat(placesLookedAt).isLessThan(200_000);
    }

    @Test
    void anOrderOfAnotherCustomerHasNone() {
        own(1, new OrderPlaced(ORDER, PLACED.lines(), PLACED.totalPrice(), PLACED.placedAt(), Optional.of("anna")));

        assertThat(history.of(ORDER, "anna")).hasSize(1);
        assertThat(history.of(ORDER, "ben")).isEmpty();
        assertThat(history.of(ORDER, null)).hasSize(1);
    }

    @Test
    void anOrderOfNobodyIsNoCustomers() {
        own(1, PLACED);

        assertThat(history.of(ORDER, "anna")).isEmpty();
    }

    private void assertHistory(Object... events) {
        assertThat(history.of(ORDER, null)).extracting(RecordedEvent::data).containsExactly(events);
    }

    private List<RecordedEvent> answersBetween(long after, long before, int limit) {
        placesLookedAt += before - after;
        return answers.stream()
                .filter(answer -> answer.place() > after && answer.place() < before)
                .limit(limit)
                .toList();
    }

    private void own(long place, Object event) {
        own.add(recorded(place, event));
    }

    private void answer(long place, Object event) {
        answers.add(recorded(place, event));
    }

    private static RecordedEvent recorded(long place, Object event) {
        return new RecordedEvent(
                place, "id-" + place, event.getClass().getSimpleName(), Instant.EPOCH, "", place, null, event);
    }

    private static OrderPlaced placed(long... products) {
        List<OrderLine> lines = Arrays.stream(products)
                .mapToObj(product -> new OrderLine(product, 1, BigDecimal.ONE))
                .toList();
        return new OrderPlaced(ORDER, lines, BigDecimal.ONE, Instant.EPOCH);
    }
}
