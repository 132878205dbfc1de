package io.orderflow.eventstore.processing;

import io.orderflow.eventstore.worker.Worker;
import java.util.Map;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has the instances of a service share the segments of each processor: none takes more than its part, rounded up, and one that has more,
 * because another instance has come, gives some up between two batches. A processor of one segment is in one instance, as ever.
 */
final class SegmentBalance implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SegmentBalance.class);

    private final EventProcessingConfiguration processing;
    private final ProcessorPositions positions;
    private final ClaimedTokenStore tokens;
    private final LiveInstances instances;
    private final Worker worker = new Worker("segment-balance", this::look);
    private int alive;

    SegmentBalance(
            EventProcessingConfiguration processing,
            ProcessorPositions positions,
            ClaimedTokenStore tokens,
            LiveInstances instances) {
        this.processing = processing;
        this.positions = positions;
        this.tokens = tokens;
        this.instances = instances;
    }

    boolean look() {
        int found = instances.beat().size();
        if (found != alive) {
            log.info("Instances that share the segments of the processors: {}", found);
            alive = found;
        }
        Map<String, Integer> shares = positions.segmentCounts();
        shares.replaceAll((processor, segments) -> (segments + found - 1) / found);
        tokens.share(shares);
        processing
                .eventProcessors()
                .forEach((name, processor) -> giveUp(processor, shares.getOrDefault(name, Integer.MAX_VALUE)));
        return false;
    }

    private static void giveUp(EventProcessor processor, int share) {
        if (processor instanceof StreamingEventProcessor streaming) {
            streaming.processingStatus().keySet().stream().sorted().skip(share).forEach(streaming::releaseSegment);
        }
    }

    /** Where no processor has more than one segment, there is nothing to share. */
    @Override
    public void start() {
        if (processing.eventProcessors().values().stream().anyMatch(SegmentBalance::isDivided)) {
            instances.enter();
            worker.start();
        }
    }

    private static boolean isDivided(EventProcessor processor) {
        return processor instanceof StreamingEventProcessor streaming && streaming.maxCapacity() > 1;
    }

    /** Before the processors stop, so that the others expect their segments. */
    @Override
    public void stop() {
        worker.stop();
        instances.leave();
    }

    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }
}
