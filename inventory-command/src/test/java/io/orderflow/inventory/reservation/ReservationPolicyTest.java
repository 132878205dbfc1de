package io.orderflow.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockReleaseRequested;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.ReleaseStock;
import io.orderflow.inventory.product.ReserveStock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class ReservationPolicyTest {

    private static final OrderPlaced PLACED = new OrderPlaced(
            7,
            List.of(new OrderLine(1, 2, new BigDecimal("1500.00")), new OrderLine(42, 3, new BigDecimal("25.50"))),
            new BigDecimal("3076.50"),
            Instant.parse("2026-07-01T12:00:00Z"));

    private final CommandGateway commands = mock(CommandGateway.class);
    private final AnnotationEventHandlerAdapter policy =
            new AnnotationEventHandlerAdapter(new ReservationPolicy(commands, product -> true));

    @Test
    void givenAnOrder_whenPlaced_thenEachOfItsLinesIsReserved() throws Exception {
        handle(PLACED);

        InOrder inOrder = inOrder(commands);
        inOrder.verify(commands).sendAndWait(new ReserveStock(new ProductId(1), 7, 2));
        inOrder.verify(commands).sendAndWait(new ReserveStock(new ProductId(42), 7, 3));
        verifyNoMoreInteractions(commands);
    }

    @Test
    void givenProductsOfWhichSomeAreSomebodyElses_thenOnlyTheLinesOfTheOthersAreHandled() throws Exception {
        var one = new AnnotationEventHandlerAdapter(new ReservationPolicy(commands, product -> product == 42));

        one.handle(GenericEventMessage.asEventMessage(PLACED));
        one.handle(GenericEventMessage.asEventMessage(
                new StockReleaseRequested(7, List.of(new StockLine(1, 2), new StockLine(42, 3)))));

        InOrder inOrder = inOrder(commands);
        inOrder.verify(commands).sendAndWait(new ReserveStock(new ProductId(42), 7, 3));
        inOrder.verify(commands).sendAndWait(new ReleaseStock(new ProductId(42), 7, 3));
        verifyNoMoreInteractions(commands);
    }

    @Test
    void givenAnEvent_thenItIsAboutTheProductsOfItsLines() {
        assertThat(ReservationPolicy.productsOf(PLACED)).containsExactly(1L, 42L);
        assertThat(ReservationPolicy.productsOf(new StockReleaseRequested(7, List.of(new StockLine(3, 4)))))
                .containsExactly(3L);
    }

    @Test
    void givenACancelledOrder_whenItAsksLinesBack_thenEachOfThemIsReleased() throws Exception {
        handle(new StockReleaseRequested(7, List.of(new StockLine(1, 2), new StockLine(3, 4))));

        InOrder inOrder = inOrder(commands);
        inOrder.verify(commands).sendAndWait(new ReleaseStock(new ProductId(1), 7, 2));
        inOrder.verify(commands).sendAndWait(new ReleaseStock(new ProductId(3), 7, 4));
        verifyNoMoreInteractions(commands);
    }

    @Test
    void givenAProductThatNobodyKnows_whenItIsAskedBack_thenTheOtherLinesAreReleasedAllTheSame() throws Exception {
        ReleaseStock unknown = new ReleaseStock(new ProductId(42), 7, 2);
        when(commands.sendAndWait(unknown)).thenThrow(new AggregateNotFoundException("product-42", "not found"));

        handle(new StockReleaseRequested(7, List.of(new StockLine(42, 2), new StockLine(3, 4))));

        verify(commands).sendAndWait(new ReleaseStock(new ProductId(3), 7, 4));
    }

    @Test
    void givenALineCannotBeReleased_whenItIsAskedBack_thenTheRequestIsNotTakenAsHandled() {
        when(commands.sendAndWait(any())).thenThrow(new IllegalStateException("the database is gone"));

        assertThatThrownBy(() -> handle(new StockReleaseRequested(7, List.of(new StockLine(1, 2)))))
                .hasMessage("the database is gone");
    }

    @Test
    void givenALineCannotBeAnswered_whenPlaced_thenTheOrderIsNotTakenAsHandled() {
        when(commands.sendAndWait(any())).thenThrow(new IllegalStateException("the database is gone"));

        assertThatThrownBy(() -> handle(PLACED)).hasMessage("the database is gone");
    }

    private void handle(Object event) throws Exception {
        policy.handle(GenericEventMessage.asEventMessage(event));
    }
}
