package io.orderflow.projection.local;

import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.projection.local.LocalRebuildRepository.Progress;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Builds a projection's new model, batch by batch, if a rebuild is running.
 *
 * <p>Guarantees:
 * <ul>
 *   <li>The new model is the old one's equal or newer when it takes its place. That happens with the live tables locked, so
 *       all that was written to them is committed, and every event of it is read before they are replaced. The live
 *       processor goes on from its own position; what it applies again changes nothing, since a view knows its last event.
 *   <li>Position and effects of a batch commit in one transaction, so a rebuild goes on where it was after any crash, and
 *       instances of the service need not agree on who does it: one has the row, the others pass it over.
 *   <li>Events are read as the live processors read them, gaps included: no committed event is skipped.
 * </ul>
 */
final class LocalRebuilder implements Worker.Task {

    private static final Logger log = LoggerFactory.getLogger(LocalRebuilder.class);

    /** Events in one transaction, which has to end well within the longest one allowed. */
    private static final int BATCH_SIZE = 500;

    /** Events in one transaction after a failure; they are written one by one then, to find out which it is that fails. */
    private static final int CAREFUL_BATCH_SIZE = 50;

    private static final int TRIES = 5;

    private final String projection;
    private final Supplier<EventHandlerInvoker> handlers;
    private final EventStorageEngine events;
    private final LocalRebuildRepository rebuilds;
    private final ShadowTables shadow;
    private final TokenJson tokens;
    private final EventTransactions transactions;
    private final EntityManager entityManager;

    LocalRebuilder(
            String projection,
            Supplier<EventHandlerInvoker> handlers,
            EventStorageEngine events,
            LocalRebuildRepository rebuilds,
            ShadowTables shadow,
            TokenJson tokens,
            EventTransactions transactions,
            EntityManager entityManager) {
        this.projection = projection;
        this.handlers = handlers;
        this.events = events;
        this.rebuilds = rebuilds;
        this.shadow = shadow;
        this.tokens = tokens;
        this.transactions = transactions;
        this.entityManager = entityManager;
    }

    @Override
    public boolean run() {
        try {
            return transactions.execute(this::step);
        } catch (PessimisticLockingFailureException e) {
            throw e; // somebody is at the tables for now, which is no fault of the events
        } catch (RuntimeException e) {
            if (isGivenUp(e)) {
                return false;
            }
            throw e;
        }
    }

    private boolean step() {
        Optional<Progress> taken = rebuilds.take();
        if (taken.isEmpty()) {
            return false;
        }
        shadow.standIn();
        Batch batch = handleNext(taken.get());
        if (!batch.isFull()) {
            shadow.lockLive();
            batch = handleNext(batch.progress());
        }
        if (batch.isFull()) {
            rebuilds.advance(batch.progress());
        } else {
            shadow.replaceLive();
            rebuilds.finish(batch.progress());
            long id = batch.progress().id();
            CurrentUnitOfWork.get().afterCommit(committed -> log.info("Rebuild {} of {} has finished", id, projection));
        }
        return true;
    }

    /** @param isFull whether there may be more events after it */
    private record Batch(Progress progress, boolean isFull) {}

    private Batch handleNext(Progress progress) {
        boolean careful = progress.failures() > 0;
        int limit = careful ? CAREFUL_BATCH_SIZE : BATCH_SIZE;
        List<TrackedEventMessage<?>> batch = next(progress.token(), limit);
        if (batch.isEmpty()) {
            return new Batch(progress, false);
        }
        if (careful) {
            batch.forEach(event -> handle(List.of(event)));
        } else {
            handle(batch);
        }
        String token = tokens.write(batch.get(batch.size() - 1).trackingToken());
        return new Batch(progress.advanced(batch.size(), token), batch.size() >= limit);
    }

    /** The next events, and with the last of them any other that an upcaster made of the same stored one. */
    private List<TrackedEventMessage<?>> next(String token, int limit) {
        List<TrackedEventMessage<?>> batch = new ArrayList<>(limit);
        Iterator<? extends TrackedEventMessage<?>> following =
                events.readEvents(tokens.read(token), false).iterator();
        while (following.hasNext()) {
            TrackedEventMessage<?> event = following.next();
            if (batch.size() >= limit
                    && !event.trackingToken().equals(batch.get(batch.size() - 1).trackingToken())) {
                return batch;
            }
            batch.add(event);
        }
        return batch;
    }

    /**
     * Handles events and lets the database see what becomes of them, before a table gets another name. In a unit of work of
     * their own within that of the step, as handlers may gather events and handle them when it prepares to commit.
     */
    private void handle(List<TrackedEventMessage<?>> batch) {
        try {
            DefaultUnitOfWork.startAndGet(null).execute(() -> batch.forEach(this::handle));
            entityManager.flush();
        } catch (NotHandledException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new NotHandledException(batch, e);
        }
    }

    private void handle(TrackedEventMessage<?> event) {
        try {
            handlers.get().handle(event, Segment.ROOT_SEGMENT);
        } catch (Exception e) { // as the interface declares
            throw new NotHandledException(List.of(event), e);
        }
    }

    /**
     * Counts a failure. While the database cannot be reached it is not counted either, so that only what fails on a
     * database that answers is given up.
     */
    private boolean isGivenUp(RuntimeException failure) {
        return transactions.execute(() -> {
            Optional<Progress> running = rebuilds.take();
            if (running.isEmpty()) {
                return false;
            }
            if (running.get().failures() + 1 < TRIES) {
                rebuilds.failedOnce();
                return false;
            }
            String reason = reason(failure);
            shadow.drop();
            rebuilds.giveUp(reason);
            log.error("Rebuild {} of {} is given up: {}", running.get().id(), projection, reason, failure);
            return true;
        });
    }

    private static String reason(RuntimeException failure) {
        String root = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        String why = root.lines().findFirst().orElse("");
        return failure instanceof NotHandledException ? failure.getMessage() + ": " + why : why;
    }

    /** Events that the projection's handlers, or the tables to which they write, do not take. */
    private static final class NotHandledException extends RuntimeException {

        NotHandledException(List<TrackedEventMessage<?>> events, Exception cause) {
            super(describe(events), cause);
        }

        private static String describe(List<TrackedEventMessage<?>> events) {
            TrackedEventMessage<?> first = events.get(0);
            String event = "%s %s, number %s of the event store"
                    .formatted(first.getPayloadType().getSimpleName(), first.getIdentifier(), position(first));
            return events.size() == 1 ? event : "%s events from %s".formatted(events.size(), event);
        }

        private static long position(TrackedEventMessage<?> event) {
            return event.trackingToken().position().orElseThrow();
        }
    }
}
