package io.orderflow.ordering.placement;

import io.orderflow.ordering.order.PlaceOrder;
import io.orderflow.relay.EventTransactions;
import jakarta.annotation.PreDestroy;
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
 * Places orders by group commit: those that come while a transaction is committing share the next one, as many as have come.
 * One that comes alone is placed at once. Under load a transaction is most of what placing an order costs.
 *
 * <p>Guarantee: an order is placed when the call returns. If it throws, no order of the same transaction has been placed,
 * unless the database was lost during the commit, which leaves all of them placed or none. No order can make others fail: a
 * {@link Draft} keeps the rules, and its number is new, so that a transaction fails only if the database does.
 */
@Component
public class GroupPlacement {

    private record Waiting(Draft draft, CompletableFuture<PlaceOrder> placed) {}

    private final OrderNumbers numbers;
    private final CommandGateway commands;
    private final EventTransactions transactions;

    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "placement"));

    GroupPlacement(OrderNumbers numbers, CommandGateway commands, EventTransactions transactions) {
        this.numbers = numbers;
        this.commands = commands;
        this.transactions = transactions;
    }

    /** Places an order. Whatever its transaction fails by is thrown. */
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
        queue.drainTo(group);
        if (group.isEmpty()) {
            return; // placed with an earlier one
        }
        try {
            Iterator<PlaceOrder> placed =
                    transactions.execute(() -> placeAll(group)).iterator();
            group.forEach(order -> order.placed.complete(placed.next()));
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

    /** By then, the web server has answered all requests. */
    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
