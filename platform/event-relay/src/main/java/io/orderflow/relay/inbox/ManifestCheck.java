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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;

/**
 * Compares what a queue's manifests name with what has come, and asks for the rest, which is sent to the queue again.
 *
 * <p>It remembers the last events that came, and nothing across a restart: what it asks for too much is skipped by whoever
 * stores it, as everything that comes again.
 */
final class ManifestCheck {

    private static final Logger log = LoggerFactory.getLogger(ManifestCheck.class);

    private static final int REMEMBERED = 10_000;

    private final String queue;
    private final Collection<String> origins;
    private final ReplayRequestSender requests;
    private final Set<String> arrived = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** @param origins the queues in which services are asked for what is missing */
    ManifestCheck(String queue, Collection<String> origins, ReplayRequestSender requests) {
        this.queue = queue;
        this.origins = List.copyOf(origins);
        this.requests = requests;
    }

    /**
     * Notes the arrival of a message.
     *
     * @return whether it is a manifest, for which all is done when this returns
     * @throws io.orderflow.relay.publisher.NotConfirmedException if events are missing, and the broker has not taken the
     *     request for them; the message may be given in again
     */
    synchronized boolean take(Message message) {
        Optional<Manifest> manifest = Manifest.read(message.getMessageProperties(), message.getBody())
                .filter(read -> origins.contains(read.requests()));
        manifest.ifPresentOrElse(
                this::askForMissing,
                () -> arrived.add(message.getMessageProperties().getMessageId()));
        return manifest.isPresent();
    }

    private void askForMissing(Manifest manifest) {
        List<EventRef> missing = manifest.events().stream()
                .filter(event -> !arrived.contains(event.id()))
                .toList();
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
