package io.orderflow.ordering.placement;

import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.order.PlaceOrder;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/**
 * Places at most one order per idempotency key. Key and order commit in one transaction, so a client may ask again
 * whatever happened to its first request; of two equal requests at once, the later waits for the earlier.
 *
 * <p>An order is placed {@linkplain GroupPlacement with others} if its key is free at once. If not, it waits in a transaction of
 * its own, so that nobody else waits with it.
 */
@Component
public class IdempotentPlacement {

    private final GroupPlacement group;
    private final OrderNumberSequence numbers;
    private final IdempotencyKeyRepository keys;
    private final CommandGateway commands;
    private final EventTransactions transactions;

    IdempotentPlacement(
            GroupPlacement group,
            OrderNumberSequence numbers,
            IdempotencyKeyRepository keys,
            CommandGateway commands,
            EventTransactions transactions) {
        this.group = group;
        this.numbers = numbers;
        this.keys = keys;
        this.commands = commands;
        this.transactions = transactions;
    }

    /**
     * Places the order, unless the key stands for one already.
     *
     * @throws KeyReusedException if the key stands for an order with other lines
     */
    public Placement place(Draft draft, String key) {
        return group.place(draft, key).orElseGet(() -> transactions.execute(() -> placeAlone(draft, key)));
    }

    private Placement placeAlone(Draft draft, String key) {
        PlaceOrder order = draft.numbered(numbers.next(1).get(0));
        KeyClaim claim = KeyClaim.of(key, order);
        KeyClaim owner = keys.claim(claim);
        if (owner.equals(claim)) {
            commands.sendAndWait(order);
            return new Placement.Now(order);
        }
        if (!owner.isForSameOrderAs(claim)) {
            throw new KeyReusedException();
        }
        return new Placement.Before(owner.orderNumber());
    }
}
