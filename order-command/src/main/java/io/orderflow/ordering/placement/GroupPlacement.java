package io.orderflow.ordering.placement;

import static java.util.stream.Collectors.toMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.orderflow.eventstore.tracing.EventTracing;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.order.PlaceOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * connection was lost during the commit: then all may be. No order makes others fail or wait, as a {@link Draft} breaks no rule,
 * its number is new, and a key that is not free at once is left to its own request; what makes a transaction fail, such as a
 * database that is away, is nothing of theirs.
 */
@Component
public class GroupPlacement {

    /** @param span of the order's waiting and placing, in the trace of its request */
    private record Waiting(Draft draft, String key, Span span, CompletableFuture<Optional<Placement>> answer) {}

    /** @param claim null for an order without a key */
    private record Numbered(Waiting waiting, PlaceOrder order, KeyClaim claim) {

        static Numbered of(Waiting waiting, long number) {
            PlaceOrder order = waiting.draft.numbered(number);
            return new Numbered(waiting, order, waiting.key == null ? null : KeyClaim.of(waiting.key, order));
        }
    }

    private final OrderNumberSequence numbers;
    private final IdempotencyKeyRepository keys;
    private final CommandGateway commands;
    private final EventTransactions transactions;
    private final EventTracing tracing;

    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(GroupPlacement::daemon);

    GroupPlacement(
            OrderNumberSequence numbers,
            IdempotencyKeyRepository keys,
            CommandGateway commands,
            EventTransactions transactions,
            EventTracing tracing) {
        this.numbers = numbers;
        this.keys = keys;
        this.commands = commands;
        this.transactions = transactions;
        this.tracing = tracing;
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
    public Placement place(Draft draft) {
        return placeWithOthers(draft, null).orElseThrow();
    }

    /**
     * Places an order alike, unless the key stands for one already.
     *
     * @return empty if another transaction is just claiming the key; nothing has been done then
     * @throws KeyReusedException if the key stands for another order
     */
    Optional<Placement> place(Draft draft, String key) {
        return placeWithOthers(draft, key);
    }

    private Optional<Placement> placeWithOthers(Draft draft, String key) {
        Waiting order = new Waiting(draft, key, tracing.begin("place order"), new CompletableFuture<>());
        queue.add(order);
        thread.execute(this::placeWaiting);
        try {
            return order.answer.join();
        } catch (CompletionException e) {
            order.span.setStatus(StatusCode.ERROR);
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        } finally {
            order.span.end();
        }
    }

    private void placeWaiting() {
        List<Waiting> group = new ArrayList<>();
        try {
            queue.drainTo(group);
            if (!group.isEmpty()) { // else all have been placed with an earlier one
                transactions.execute(() -> placeAll(group)).forEach(Runnable::run);
            }
        } catch (Throwable e) { // somebody waits for whatever it is
            group.forEach(order -> order.answer.completeExceptionally(e));
        }
    }

    /** Returns the answers, to be given when all is committed. */
    private List<Runnable> placeAll(List<Waiting> group) {
        Iterator<Long> free = numbers.next(group.size()).iterator();
        List<Numbered> orders =
                group.stream().map(waiting -> Numbered.of(waiting, free.next())).toList();
        orders.forEach(order -> order.waiting
                .span
                .setAttribute("order.id", String.valueOf(order.order.orderId().number()))
                .setAttribute("batch.size", group.size()));
        Map<String, KeyClaim> owners = ownersOfKeys(orders);
        return orders.stream().map(order -> place(order, owners)).toList();
    }

    private Map<String, KeyClaim> ownersOfKeys(List<Numbered> orders) {
        Collection<KeyClaim> firsts = orders.stream()
                .map(Numbered::claim)
                .filter(Objects::nonNull)
                .collect(toMap(KeyClaim::key, claim -> claim, (first, later) -> first, LinkedHashMap::new))
                .values();
        return firsts.isEmpty() ? Map.of() : keys.claimFree(firsts);
    }

    private Runnable place(Numbered numbered, Map<String, KeyClaim> owners) {
        CompletableFuture<Optional<Placement>> answer = numbered.waiting.answer;
        KeyClaim claim = numbered.claim;
        KeyClaim owner = claim == null ? null : owners.get(claim.key());
        if (claim != null && owner == null) {
            return () -> answer.complete(Optional.empty());
        }
        if (claim == null || owner.equals(claim)) {
            EventTracing.within(numbered.waiting.span, () -> commands.sendAndWait(numbered.order));
            return () -> answer.complete(Optional.of(new Placement.Now(numbered.order)));
        }
        return owner.isForSameOrderAs(claim)
                ? () -> answer.complete(Optional.of(new Placement.Before(owner.orderNumber())))
                : () -> answer.completeExceptionally(new KeyReusedException());
    }
}
