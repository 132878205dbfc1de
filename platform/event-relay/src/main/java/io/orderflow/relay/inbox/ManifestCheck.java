package io.orderflow.relay.inbox;

import io.orderflow.eventstore.text.PrintableText;
import io.orderflow.relay.replay.ReplayRequest;
import io.orderflow.relay.replay.ReplayRequestSender;
import io.orderflow.relay.wire.EventRef;
import io.orderflow.relay.wire.Manifest;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;

/**
 * Compares what a queue's manifests name with what has come, and asks for the rest, which is sent to the queue again.
 *
 * <p>It remembers the last events that came, and nothing across a restart: what it asks for too much is skipped by whoever
 * stores it, as everything that comes again. What has come to other instances it does not remember.
 */
final class ManifestCheck {

    private static final Logger log = LoggerFactory.getLogger(ManifestCheck.class);

    private static final int REMEMBERED = 10_000;

    private final String queue;
    private final Collection<String> origins;
    private final ReplayRequestSender requests;
    private final UnaryOperator<List<EventRef>> notElsewhere;
    private final Set<String> arrived = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * @param origins the queues in which services are asked for what is missing
     * @param notElsewhere those of some events that have not come here that have not come to another instance, either
     */
    ManifestCheck(
            String queue,
            Collection<String> origins,
            ReplayRequestSender requests,
            UnaryOperator<List<EventRef>> notElsewhere) {
        this.queue = queue;
        this.origins = List.copyOf(origins);
        this.requests = requests;
        this.notElsewhere = notElsewhere;
    }

    /** Notes the arrival of a message, and returns the manifest that it is, if it is one. */
    Optional<Manifest> take(Message message) {
        Optional<Manifest> manifest = Manifest.read(message.getMessageProperties(), message.getBody())
                .filter(read -> origins.contains(read.requests()));
        if (manifest.isEmpty()) {
            arrived.add(message.getMessageProperties().getMessageId());
        }
        return manifest;
    }

    /**
     * Asks for what is missing of a manifest. To be called when what came before it is stored.
     *
     * @throws io.orderflow.relay.publisher.NotConfirmedException if the broker has not taken the request; it may be tried again
     */
    void askForMissing(Manifest manifest) {
        List<EventRef> unseen = manifest.events().stream()
                .filter(event -> !arrived.contains(event.id()))
                .toList();
        List<EventRef> missing = unseen.isEmpty() ? unseen : notElsewhere.apply(unseen);
        if (!missing.isEmpty()) {
            log.warn(
                    "{} of the {} events of a batch have not come to {}; asking for them: {}",
                    missing.size(),
                    manifest.events().size(),
                    queue,
                    PrintableText.of(missing.toString()));
            String id = UUID.randomUUID().toString();
            requests.sendTo(manifest.requests(), ReplayRequest.events(id, queue, missing));
        }
    }
}
