package io.orderflow.relay.outbox;

import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.orderflow.eventstore.tracing.BatchSpans;
import io.orderflow.eventstore.tracing.EventTracing;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.wire.EventMessageWriter;
import io.orderflow.relay.wire.ForeignEvents;
import io.orderflow.relay.wire.IntegrationEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * The outbox's reader: publishes each event of this service that has a routing key, in the order of the event store; where its work is
 * divided, in the order of each aggregate's events.
 *
 * <p>Guarantee: at least once, none skipped. The batch is published, and every confirm waited for, while the tracking
 * processor's unit of work prepares its commit. The token commits after that or, if the broker has not taken the whole
 * batch, not at all, and the processor tries the batch again. (In {@code afterCommit} it would be too late: the token is
 * stored by then, and Axon suppresses what is thrown.)
 *
 * <p>The broker confirms an event that one queue has got. That every queue gets its own is what the batch's
 * {@linkplain io.orderflow.relay.wire.Manifest manifests} are for.
 */
@ProcessingGroup(Relay.PROCESSOR)
public final class Relay implements EventMessageHandler {

    /** Name of the processor whose token says what has been published. */
    public static final String PROCESSOR = "relay";

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> ROUTING_KEY =
            AttributeKey.stringKey("messaging.rabbitmq.destination.routing_key");

    private final IntegrationEvents published;
    private final EventMessageWriter messages;
    private final ManifestWriter manifests;
    private final Supplier<ConfirmingPublisher> publishers;
    private final Queue<ConfirmingPublisher> idle = new ConcurrentLinkedQueue<>();
    private final EventTracing tracing;
    private final Timer confirms;

    /**
     * @param publishers gives a new one each time. As many are in use as batches are published at once, each by the thread of a segment
     * @param confirms how long the broker takes for a batch
     */
    Relay(
            IntegrationEvents published,
            EventMessageWriter messages,
            ManifestWriter manifests,
            Supplier<ConfirmingPublisher> publishers,
            EventTracing tracing,
            Timer confirms) {
        this.published = published;
        this.messages = messages;
        this.manifests = manifests;
        this.publishers = publishers;
        this.tracing = tracing;
        this.confirms = confirms;
    }

    /** Of other events, the processor moves past many without a transaction for each. */
    @Override
    public boolean canHandle(EventMessage<?> event) {
        return published.routingKeyOf(event.getPayloadType()).isPresent() && !ForeignEvents.isElsewhere(event);
    }

    @Override
    public Object handle(EventMessage<?> event) {
        if (canHandle(event)) {
            currentBatch().add(event);
        }
        return null;
    }

    private Batch currentBatch() {
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
        return unitOfWork.getOrComputeResource(Relay.class.getName(), key -> {
            Batch batch = new Batch();
            unitOfWork.onPrepareCommit(work -> batch.publish());
            return batch;
        });
    }

    private final class Batch {

        private final BatchSpans spans = tracing.batch(SpanKind.PRODUCER);
        private final List<OutgoingMessage> outgoing = new ArrayList<>();

        void add(EventMessage<?> event) {
            String routingKey = published.routingKeyOf(event.getPayloadType()).orElseThrow();
            outgoing.add(messages.toMessage(spans.begin(
                    "publish " + routingKey,
                    Attributes.of(SYSTEM, "rabbitmq", OPERATION, "publish", ROUTING_KEY, routingKey),
                    event)));
        }

        void publish() {
            ConfirmingPublisher known = idle.poll();
            ConfirmingPublisher publisher = known == null ? publishers.get() : known;
            try {
                spans.run(() -> confirms.record(() -> publisher.publish(manifests.withManifests(outgoing))));
            } finally {
                idle.add(publisher);
            }
        }
    }
}
