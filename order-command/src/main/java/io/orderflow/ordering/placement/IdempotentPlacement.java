package io.orderflow.ordering.placement;

import io.orderflow.api.OrderLine;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.order.PlaceOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/**
 * Places at most one order per idempotency key. Key and order commit in one transaction, so a client may ask again
 * whatever happened to its first request; of two equal requests at once, the later waits for the earlier. So that nobody else
 * waits, no order shares this transaction, as those in {@link GroupPlacement} do.
 */
@Component
public class IdempotentPlacement {

    private final OrderNumberSequence numbers;
    private final IdempotencyKeyRepository keys;
    private final CommandGateway commands;
    private final EventTransactions transactions;

    IdempotentPlacement(
            OrderNumberSequence numbers,
            IdempotencyKeyRepository keys,
            CommandGateway commands,
            EventTransactions transactions) {
        this.numbers = numbers;
        this.keys = keys;
        this.commands = commands;
        this.transactions = transactions;
    }

    /**
     * Places the order, unless the key stands for one already.
     *
     * @return the number of the order that the key stands for
     * @throws KeyReusedException if that order has other lines
     */
    public long place(Draft draft, String key) {
        return transactions.execute(() -> {
            PlaceOrder order = draft.numbered(numbers.next(1).get(0));
            long number = order.orderId().number();
            long owner = keys.claim(key, fingerprint(order.lines()), number);
            if (owner == number) {
                commands.sendAndWait(order);
            }
            return owner;
        });
    }

    private static String fingerprint(List<OrderLine> order) {
        try {
            byte[] lines = order.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lines));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
