package io.orderflow.ordering.withdrawal;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.fulfilment.OrderFulfilment;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.WithdrawOrder;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/**
 * Cancels orders for their customers, between two batches of fulfilment. Fulfilment reads the orders of a batch beforehand: one
 * that is cancelled meanwhile would make the whole batch fail, and all orders wait until it is tried again.
 */
@Component
public class Withdrawal {

    private final ProcessorPositions processors;
    private final CommandGateway commands;
    private final EventTransactions transactions;
    private final WithdrawnOrders withdrawn;
    private final AuditTrail trail;

    Withdrawal(
            ProcessorPositions processors,
            CommandGateway commands,
            EventTransactions transactions,
            WithdrawnOrders withdrawn,
            AuditTrail trail) {
        this.processors = processors;
        this.commands = commands;
        this.transactions = transactions;
        this.withdrawn = withdrawn;
        this.trail = trail;
    }

    /**
     * Cancels the order; it is cancelled when the call returns.
     *
     * @param reason for the customer to read
     * @param who cancels it
     * @throws io.orderflow.ordering.order.AlreadyCancelledException if it is cancelled already
     * @throws org.axonframework.modelling.command.AggregateNotFoundException if there is no such order
     * @throws org.axonframework.modelling.command.ConcurrencyException if something else happened to it at the same moment; it
     *     may be tried again
     */
    public void withdraw(OrderId order, String reason, String who) {
        transactions.execute(() -> {
            // Before the order is loaded: fulfilment has its own position first, and orders after that, too.
            processors.holdBack(OrderFulfilment.PROCESSOR, OrderFulfilment.associationOf(order));
            Instant placedAt = commands.sendAndWait(new WithdrawOrder(order, reason));
            withdrawn.add(placedAt);
            trail.add(who, AuditedAction.ORDER_CANCELLED, "orders/" + order.number(), reason);
        });
    }
}
