package io.orderflow.ordering.idempotency;

import io.orderflow.ordering.order.PlaceOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Places at most one order per idempotency key. Key and order commit in one transaction, so a client may ask again
 * whatever happened to its first request; of two equal requests at once, the later waits for the earlier.
 */
@Component
public class OncePlacement {

    private final IdempotencyKeys keys;
    private final CommandGateway commands;
    private final TransactionManager transactions;

    OncePlacement(IdempotencyKeys keys, CommandGateway commands, TransactionManager transactions) {
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
    public long place(PlaceOrder order, String key) {
        // A unit of work rather than a bare transaction: the event store wakes its readers after the commit.
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        ResultMessage<Long> result = unitOfWork.executeWithResult(() -> {
            long owner = keys.claim(key, fingerprint(order), order.orderId().number());
            if (owner == order.orderId().number()) {
                commands.sendAndWait(order);
            }
            return owner;
        });
        if (result.isExceptional() && result.exceptionResult() instanceof RuntimeException failure) {
            throw failure;
        }
        return result.getPayload();
    }

    private static String fingerprint(PlaceOrder order) {
        try {
            byte[] lines = order.lines().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lines));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
