package io.orderflow.ordering.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.WithdrawOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.saga.AssociationValue;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class WithdrawalTest {

    private static final OrderId ORDER = new OrderId(7);
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final ProcessorPositions processors = mock();
    private final CommandGateway commands = mock();
    private final List<Instant> withdrawn = new ArrayList<>();
    private final AuditTrail trail = mock();
    private final Withdrawal withdrawal = new Withdrawal(
            processors, commands, new EventTransactions(NoTransactionManager.instance()), withdrawn::add, trail);

    @Test
    void anOrderIsCancelledWhileFulfilmentIsHeldBack() {
        when(commands.sendAndWait(any())).thenReturn(NOON);

        withdrawal.withdraw(ORDER, "no longer wanted", "anna");

        InOrder inOrder = inOrder(processors, commands);
        inOrder.verify(processors).holdBack("fulfilment", new AssociationValue("orderId", "7"));
        inOrder.verify(commands).sendAndWait(new WithdrawOrder(ORDER, "no longer wanted"));
        assertThat(withdrawn).containsExactly(NOON);
        verify(trail).add("anna", AuditedAction.ORDER_CANCELLED, "orders/7", "no longer wanted");
    }

    @Test
    void oneThatIsRefusedIsNotCounted() {
        when(commands.sendAndWait(any())).thenThrow(new ConcurrencyException("order-7 has changed"));

        assertThatThrownBy(() -> withdrawal.withdraw(ORDER, "no longer wanted", "anna"))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(withdrawn).isEmpty();
        verifyNoInteractions(trail);
    }
}
