package io.orderflow.ordering.placement;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.orderflow.api.OrderLine;
import io.orderflow.eventstore.tracing.EventTracing;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.PlaceOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;

@Timeout(60)
class GroupPlacementTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final OrderNumberSequence numbers = mock();
    private final IdempotencyKeyRepository keys = mock();
    private final CommandGateway commands = mock();
    private final Commits commits = new Commits();
    private final GroupPlacement placement =
            new GroupPlacement(numbers, keys, commands, new EventTransactions(commits), EventTracing.off());

    @BeforeEach
    void numberFromOne() {
        AtomicLong last = new AtomicLong();
        when(numbers.next(anyInt()))
                .thenAnswer(call -> Stream.generate(last::incrementAndGet)
                        .limit(call.<Integer>getArgument(0))
                        .toList());
    }

    @AfterEach
    void letPass() {
        commits.letPass();
    }

    @Test
    void anOrderIsAnsweredWhenItIsCommitted() {
        CompletableFuture<Placement> first = placeAndHoldItsCommit(draftOf(1));

        assertThat(first).isNotDone();
        verify(commands).sendAndWait(order(1, draftOf(1)));

        commits.letPass();

        assertThat(first.join()).isEqualTo(placed(1, draftOf(1)));
    }

    @Test
    void ordersThatComeDuringACommitShareTheNext() {
        CompletableFuture<Placement> first = placeAndHoldItsCommit(draftOf(1));
        CompletableFuture<Placement> second = place(draftOf(20));
        CompletableFuture<Placement> third = place(draftOf(30));
        CompletableFuture<Placement> fourth = place(draftOf(40));

        commits.letPass();

        assertThat(first.join()).isEqualTo(placed(1, draftOf(1)));
        assertThat(second.join()).isEqualTo(placed(2, draftOf(20)));
        assertThat(third.join()).isEqualTo(placed(3, draftOf(30)));
        assertThat(fourth.join()).isEqualTo(placed(4, draftOf(40)));
        assertThat(commits.succeeded()).isEqualTo(2);
    }

    @Test
    void ordersThatShareATransactionStayEachInTheTraceOfItsRequest() {
        Map<Object, String> traces = new ConcurrentHashMap<>();
        when(commands.sendAndWait(any())).thenAnswer(call -> {
            traces.put(call.getArgument(0), Span.current().getSpanContext().getTraceId());
            return null;
        });
        CompletableFuture<Placement> first = placeAndHoldItsCommit(draftOf(1));
        CompletableFuture<Placement> second = placeIn("1".repeat(32), draftOf(20));
        CompletableFuture<Placement> third = placeIn("2".repeat(32), draftOf(30));

        commits.letPass();
        CompletableFuture.allOf(first, second, third).join();

        assertThat(commits.succeeded()).isEqualTo(2);
        assertThat(traces)
                .containsEntry(order(1, draftOf(1)), SpanContext.getInvalid().getTraceId())
                .containsEntry(order(2, draftOf(20)), "1".repeat(32))
                .containsEntry(order(3, draftOf(30)), "2".repeat(32));
    }

    @Test
    void aCommitThatFailsFailsAllOfItsOrdersAndNoLaterOne() {
        CompletableFuture<Placement> first = placeAndHoldItsCommit(draftOf(1));
        CompletableFuture<Placement> second = place(draftOf(20));
        CompletableFuture<Placement> third = place(draftOf(30));
        commits.failFrom(2);

        commits.letPass();

        assertThat(first.join()).isEqualTo(placed(1, draftOf(1)));
        assertThat(failureOf(second)).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(failureOf(third)).isInstanceOf(DataAccessResourceFailureException.class);

        commits.failFrom(Long.MAX_VALUE);

        assertThat(placement.place(draftOf(50))).isEqualTo(placed(4, draftOf(50)));
    }

    @Test
    void aCommandThatFailsFailsAllOfItsTransaction() {
        CompletableFuture<Placement> first = placeAndHoldItsCommit(draftOf(1));
        CompletableFuture<Placement> second = place(draftOf(20));
        CompletableFuture<Placement> third = place(draftOf(30));
        when(commands.sendAndWait(order(3, draftOf(30)))).thenThrow(new CommandExecutionException("no room", null));

        commits.letPass();

        assertThat(first.join()).isEqualTo(placed(1, draftOf(1)));
        assertThat(failureOf(second)).isInstanceOf(CommandExecutionException.class);
        assertThat(failureOf(third)).isInstanceOf(CommandExecutionException.class);
        assertThat(commits.succeeded()).isEqualTo(1);
        assertThat(commits.rolledBack()).isEqualTo(1);
    }

    @Test
    void anErrorIsToldToThoseWhoWaitAndTheNextOrderIsPlaced() {
        doThrow(new StackOverflowError()).doReturn(null).when(commands).sendAndWait(any());

        assertThatThrownBy(() -> placement.place(draftOf(1))).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(placement.place(draftOf(50))).isEqualTo(placed(2, draftOf(50)));
    }

    @Test
    void ordersWithKeysShareATransactionWithOthers() {
        CompletableFuture<Placement> first = placeAndHoldItsCommit(draftOf(1));
        CompletableFuture<Placement> second = place(draftOf(20));
        CompletableFuture<Optional<Placement>> third = place(draftOf(30), "k3");
        when(keys.claimFree(any())).thenAnswer(call -> all(call.getArgument(0)));

        commits.letPass();

        assertThat(first.join()).isEqualTo(placed(1, draftOf(1)));
        assertThat(second.join()).isEqualTo(placed(2, draftOf(20)));
        assertThat(third.join()).contains(placed(3, draftOf(30)));
        assertThat(commits.succeeded()).isEqualTo(2);
    }

    @Test
    void equalRequestsOfATransactionPlaceOneOrder() {
        CompletableFuture<Placement> first = placeAndHoldItsCommit(draftOf(1));
        CompletableFuture<Optional<Placement>> second = place(draftOf(20), "k");
        CompletableFuture<Optional<Placement>> again = place(draftOf(20), "k");
        CompletableFuture<Optional<Placement>> another = place(draftOf(30), "k");
        when(keys.claimFree(any())).thenAnswer(call -> all(call.getArgument(0)));

        commits.letPass();

        assertThat(first.join()).isEqualTo(placed(1, draftOf(1)));
        assertThat(second.join()).contains(placed(2, draftOf(20)));
        assertThat(again.join()).contains(new Placement.Before(2));
        assertThat(failureOf(another)).isInstanceOf(KeyReusedException.class);
        verify(commands, never()).sendAndWait(order(3, draftOf(20)));
        verify(commands, never()).sendAndWait(order(4, draftOf(30)));
    }

    @Test
    void anOrderWhoseKeyIsNotFreeIsLeftAloneAndTheOthersArePlaced() {
        CompletableFuture<Placement> first = placeAndHoldItsCommit(draftOf(1));
        CompletableFuture<Optional<Placement>> second = place(draftOf(20), "being claimed elsewhere");
        CompletableFuture<Placement> third = place(draftOf(30));
        when(keys.claimFree(any())).thenReturn(Map.of());

        commits.letPass();

        assertThat(first.join()).isEqualTo(placed(1, draftOf(1)));
        assertThat(second.join()).isEmpty();
        assertThat(third.join()).isEqualTo(placed(3, draftOf(30)));
        verify(commands, never()).sendAndWait(order(2, draftOf(20)));
    }

    private static Map<String, KeyClaim> all(Collection<KeyClaim> claims) {
        return claims.stream().collect(toMap(KeyClaim::key, claim -> claim));
    }

    private CompletableFuture<Placement> placeAndHoldItsCommit(Draft draft) {
        commits.hold();
        CompletableFuture<Placement> answer = place(draft);
        commits.awaitHeld();
        return answer;
    }

    private CompletableFuture<Placement> placeIn(String trace, Draft draft) {
        Span request = Span.wrap(
                SpanContext.create(trace, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault()));
        return inItsTurn(Context.root().with(request).wrapSupplier(() -> placement.place(draft)));
    }

    private CompletableFuture<Placement> place(Draft draft) {
        return inItsTurn(() -> placement.place(draft));
    }

    private CompletableFuture<Optional<Placement>> place(Draft draft, String key) {
        return inItsTurn(() -> placement.place(draft, key));
    }

    /** As a client does, in a thread of its own that has asked when this returns. */
    private static <T> CompletableFuture<T> inItsTurn(Supplier<T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread client = new Thread(() -> {
            try {
                answer.complete(request.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        client.start();
        await().until(() -> client.getState() == Thread.State.WAITING || answer.isDone());
        return answer;
    }

    /** What the client was thrown, as it was. */
    private static Throwable failureOf(CompletableFuture<?> answer) {
        return answer.handle((placed, failure) -> failure).join();
    }

    private static Draft draftOf(long product) {
        return new Draft(List.of(new OrderLine(product, 1, new BigDecimal("9.99"))), NOON, Optional.empty());
    }

    private static Placement placed(long number, Draft draft) {
        return new Placement.Now(order(number, draft));
    }

    private static PlaceOrder order(long number, Draft draft) {
        return new PlaceOrder(new OrderId(number), draft.lines(), draft.placedAt(), draft.customer());
    }

    /** Transactions whose commits can be held up, and can fail. */
    private static final class Commits implements TransactionManager {

        private final AtomicLong attempted = new AtomicLong();
        private final AtomicLong succeeded = new AtomicLong();
        private final AtomicLong rolledBack = new AtomicLong();
        private final CountDownLatch held = new CountDownLatch(1);
        private volatile CountDownLatch pass = new CountDownLatch(0);
        private volatile long firstToFail = Long.MAX_VALUE;

        void hold() {
            pass = new CountDownLatch(1);
        }

        void letPass() {
            pass.countDown();
        }

        void awaitHeld() {
            awaitUninterrupted(held);
        }

        void failFrom(long number) {
            firstToFail = number;
        }

        long succeeded() {
            return succeeded.get();
        }

        long rolledBack() {
            return rolledBack.get();
        }

        @Override
        public Transaction startTransaction() {
            return new Transaction() {

                private boolean ended;

                @Override
                public void commit() {
                    held.countDown();
                    awaitUninterrupted(pass);
                    if (attempted.incrementAndGet() >= firstToFail) {
                        throw new DataAccessResourceFailureException("the database is gone");
                    }
                    succeeded.incrementAndGet();
                    ended = true;
                }

                @Override
                public void rollback() {
                    if (!ended) {
                        rolledBack.incrementAndGet();
                        ended = true;
                    }
                }
            };
        }

        private static void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
