package io.orderflow.ordering.placement;

import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.order.PlaceOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/**
 * Places orders by group commit: those that come while a transaction is under way share the next one, as many as have come.
 * One that comes alone is placed at once. Under load a transaction for each would be most of what placing an order costs.
 *
 * <p>Guarantee: an order is placed when the call returns. If it throws, none of the same transaction is placed, unless the
 * connection was lost during the commit: then all may be. No order makes others fail, as a {@link Draft} breaks no rule and
 * its number is new; what makes a transaction fail, such as a database that is away, is nothing of theirs.
 */
@Component
public class GroupPlacement {

    private record Waiting(Draft draft, CompletableFuture<PlaceOrder> placed) {}

    private final OrderNumberSequence numbers;
    private final CommandGateway commands;
    private final EventTransactions transactions;

    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(GroupPlacement::daemon);

    GroupPlacement(OrderNumberSequence numbers, CommandGateway commands, EventTransactions transactions) {
        this.numbers = numbers;
        this.commands = commands;
        this.transactions = transactions;
    }

    /** A daemon, which nobody has to stop: it works only while a client waits for it. */
    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "placement");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Places an order. This takes the rest of the transaction that is under way, if one is, and one more; with a database
     * that is away, twice the time of waiting for a connection, and with one that is silent, of waiting for an answer.
     *
     * @throws RuntimeException that its transaction fails by, the same one for all of its orders
     */
    public PlaceOrder place(Draft draft) {
        Waiting order = new Waiting(draft, new CompletableFuture<>());
        queue.add(order);
        thread.execute(this::placeWaiting);
        try {
            return order.placed.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void placeWaiting() {
        List<Waiting> group = new ArrayList<>();
        try {
            queue.drainTo(group);
            if (!group.isEmpty()) { // else all have been placed with an earlier one
                Iterator<PlaceOrder> placed =
                        transactions.execute(() -> placeAll(group)).iterator();
                group.forEach(order -> order.placed.complete(placed.next()));
            }
        } catch (Throwable e) { // somebody waits for whatever it is
            group.forEach(order -> order.placed.completeExceptionally(e));
        }
    }

    private List<PlaceOrder> placeAll(List<Waiting> group) {
        Iterator<Long> free = numbers.next(group.size()).iterator();
        List<PlaceOrder> orders =
                group.stream().map(order -> order.draft.numbered(free.next())).toList();
        orders.forEach(commands::sendAndWait);
        return orders;
    }
}
