package io.orderflow.eventstore.processing;

import io.orderflow.eventstore.health.Standstill;
import io.orderflow.eventstore.processing.ProcessorStatus.Failure;
import io.orderflow.eventstore.processing.ProcessorStatus.SegmentStatus;
import io.orderflow.eventstore.processing.ProcessorStatus.State;
import io.orderflow.eventstore.worker.FailureLog;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackedEventMessage;

/** The service's processors, for operators. What they are is looked up once a second, however many ask. */
final class Processors {

    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final EventProcessingConfiguration processing;
    private final ProcessorPositions positions;
    private final ProcessorLag lag;
    private final ProcessorHealth health;
    private final ProcessorPauses pauses;
    private final FailedEvents failedEvents;
    private final Map<String, NeverPaused> neverPaused;
    private final LongSupplier nanoTime;
    private final String instance =
            InstanceName.shown(ManagementFactory.getRuntimeMXBean().getName());
    private Map<String, ProcessorStatus> latest;
    private long lookedUp;

    Processors(
            EventProcessingConfiguration processing,
            ProcessorPositions positions,
            ProcessorLag lag,
            ProcessorHealth health,
            ProcessorPauses pauses,
            FailedEvents failedEvents,
            Map<String, NeverPaused> neverPaused,
            LongSupplier nanoTime) {
        this.processing = processing;
        this.positions = positions;
        this.lag = lag;
        this.health = health;
        this.pauses = pauses;
        this.failedEvents = failedEvents;
        this.neverPaused = neverPaused;
        this.nanoTime = nanoTime;
    }

    /** All of them, by name. */
    Collection<ProcessorStatus> list() {
        return statuses().values();
    }

    Optional<ProcessorStatus> find(String name) {
        return Optional.ofNullable(statuses().get(name));
    }

    /** Why it cannot be paused; empty if it can. */
    Optional<String> reasonNotToPause(String name) {
        return Optional.ofNullable(neverPaused.get(name)).map(NeverPaused::reason);
    }

    void pause(String name, String who) {
        pauses.pause(name, who);
        forget();
    }

    void resume(String name, String who) {
        pauses.resume(name, who);
        forget();
    }

    private synchronized void forget() {
        latest = null;
    }

    private synchronized Map<String, ProcessorStatus> statuses() {
        long now = nanoTime.getAsLong();
        if (latest == null || now - lookedUp > FRESH) {
            latest = lookUp();
            lookedUp = now;
        }
        return latest;
    }

    private Map<String, ProcessorStatus> lookUp() {
        pauses.look();
        Map<String, ProcessorLag.Lag> lags = lag.sample();
        Map<String, ProcessorStatus> found = new TreeMap<>();
        processing.eventProcessors().forEach((name, processor) -> {
            ProcessorLag.Lag behind = lags.get(name);
            List<EventTrackerStatus> here = trackersOf(processor);
            List<SegmentStatus> segments = segmentsOf(name);
            State state = stateOf(name, here, segments);
            found.put(
                    name,
                    new ProcessorStatus(
                            name,
                            here.isEmpty() || state == State.PAUSED ? null : instance,
                            state,
                            behind.position(),
                            behind.events(),
                            behind.seconds(),
                            state == State.FAILING ? failureOf(name, here) : null,
                            reasonNotToPause(name).orElse(null),
                            segments));
        });
        return found;
    }

    private List<SegmentStatus> segmentsOf(String name) {
        return positions.segmentsOf(name).stream()
                .map(segment -> new SegmentStatus(
                        segment.segment(),
                        segment.owner() == null ? null : InstanceName.shown(segment.owner()),
                        segment.position().isPresent()
                                ? (Long) segment.position().getAsLong()
                                : null))
                .toList();
    }

    private static List<EventTrackerStatus> trackersOf(EventProcessor processor) {
        return processor instanceof StreamingEventProcessor streaming
                ? List.copyOf(streaming.processingStatus().values())
                : List.of();
    }

    private State stateOf(String name, List<EventTrackerStatus> here, List<SegmentStatus> segments) {
        if (pauses.latest().containsKey(name)) {
            return State.PAUSED;
        }
        if (here.stream().anyMatch(EventTrackerStatus::isErrorState)) {
            return State.FAILING;
        }
        if (!here.isEmpty()) {
            return State.RUNNING;
        }
        return segments.stream().anyMatch(segment -> segment.instance() != null) ? State.ELSEWHERE : State.STOPPED;
    }

    private Failure failureOf(String name, List<EventTrackerStatus> here) {
        Throwable error = here.stream()
                .filter(EventTrackerStatus::isErrorState)
                .findFirst()
                .orElseThrow()
                .getError();
        Optional<EventMessage<?>> event = failedEvents.of(error);
        return new Failure(
                event.map(some -> some.getPayloadType().getSimpleName()).orElse(null),
                event.map(EventMessage::getIdentifier).orElse(null),
                event.map(Processors::position).orElse(null),
                FailureLog.sentence(error),
                health.standstillOf(name).map(Standstill::since).orElse(null));
    }

    private static Long position(EventMessage<?> event) {
        return event instanceof TrackedEventMessage<?> tracked
                ? (Long) tracked.trackingToken().position().orElse(0)
                : null;
    }
}
