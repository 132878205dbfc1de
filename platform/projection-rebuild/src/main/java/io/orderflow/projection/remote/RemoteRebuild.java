package io.orderflow.projection.remote;

import io.orderflow.projection.Rebuild;
import io.orderflow.relay.replay.ReplayReceipt;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * What is kept of a rebuild, so that it goes on where it was after any crash.
 *
 * @param version counts the changes, so that an instance which has lost its queue without knowing yet records nothing
 * @param replay the id under which history is asked for
 * @param histories what has arrived, for each service that has history
 * @param progressAt when something arrived last
 */
@Document("rebuilds")
record RemoteRebuild(
        @Id long id,
        @Version Long version,
        Phase phase,
        String replay,
        List<ReplayReceipt> histories,
        Instant startedAt,
        Instant progressAt,
        Instant finishedAt,
        String reason) {

    /** What is being done. */
    enum Phase {
        /** The shadow's queue is to be bound, and history to be asked for. */
        ASKING,
        /** History and live copies go to the shadow. */
        FILLING,
        /** The shadow is to take the live model's place. */
        SWAPPING,
        /** Copies of live events that are left in the queue go to the model, which is live now. */
        DRAINING,
        /** What was made is to be removed. */
        FAILING,
        FINISHED,
        FAILED
    }

    boolean isRunning() {
        return phase != Phase.FINISHED && phase != Phase.FAILED;
    }

    /** Whether its model may have taken the live one's place. If it has failed, that cannot be told. */
    boolean mayBeLive() {
        return switch (phase) {
            case ASKING, FILLING, SWAPPING -> false;
            case DRAINING, FAILING, FINISHED, FAILED -> true;
        };
    }

    boolean isComplete() {
        return incompleteOrigins().isEmpty();
    }

    List<String> incompleteOrigins() {
        return histories.stream()
                .filter(history -> !history.isComplete())
                .map(ReplayReceipt::origin)
                .toList();
    }

    RemoteRebuild in(Phase next) {
        return new RemoteRebuild(id, version, next, replay, histories, startedAt, progressAt, finishedAt, reason);
    }

    RemoteRebuild failing(String why) {
        return new RemoteRebuild(id, version, Phase.FAILING, replay, histories, startedAt, progressAt, finishedAt, why);
    }

    RemoteRebuild ended(Phase end, Instant when) {
        return new RemoteRebuild(id, version, end, replay, histories, startedAt, progressAt, when, reason);
    }

    /** Notes what has arrived of one service's history; a service that was not asked is passed over. */
    RemoteRebuild received(String origin, UnaryOperator<ReplayReceipt> more, Instant now) {
        List<ReplayReceipt> changed = histories.stream()
                .map(history -> history.origin().equals(origin) ? more.apply(history) : history)
                .toList();
        return new RemoteRebuild(id, version, phase, replay, changed, startedAt, now, finishedAt, reason);
    }

    /** As operators see it. */
    Rebuild toRebuild() {
        long processed = histories.stream().mapToLong(ReplayReceipt::received).sum();
        long total = histories.stream().mapToLong(ReplayReceipt::expected).sum();
        Rebuild.State state =
                switch (phase) {
                    case FINISHED -> Rebuild.State.FINISHED;
                    case FAILED -> Rebuild.State.FAILED;
                    default -> Rebuild.State.RUNNING;
                };
        return new Rebuild(id, state, processed, total, startedAt, finishedAt, reason);
    }
}
