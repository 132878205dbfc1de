package io.orderflow.relay.outbox;

import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.topology.RoutingKeys;
import io.orderflow.relay.wire.EventRef;
import io.orderflow.relay.wire.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Adds to a batch a {@link Manifest} for each queue that ought to get something of it. */
final class ManifestWriter {

    private final EventRelayProperties properties;
    private final Map<String, List<String>> keysByQueue;
    /** Found once for each key, as there are few, and many messages. */
    private final Map<String, List<String>> queuesByKey = new ConcurrentHashMap<>();

    ManifestWriter(EventRelayProperties properties, Partitions partitions) {
        this.properties = properties;
        this.keysByQueue = partitions.bindings();
    }

    /** The batch and its manifests; none if this service cannot be asked for what is missing. */
    List<OutgoingMessage> withManifests(List<OutgoingMessage> batch) {
        List<OutgoingMessage> messages = new ArrayList<>(batch);
        if (properties.replayRequests() != null) {
            eventsByQueue(batch)
                    .forEach((queue, events) ->
                            messages.add(new Manifest(properties.replayRequests(), events).toMessage(queue)));
        }
        return messages;
    }

    private Map<String, List<EventRef>> eventsByQueue(List<OutgoingMessage> batch) {
        Map<String, List<EventRef>> events = new LinkedHashMap<>();
        for (OutgoingMessage message : batch) {
            EventRef event = EventRef.of(message.properties());
            queuesByKey
                    .computeIfAbsent(message.routingKey(), this::queuesOf)
                    .forEach(queue -> events.computeIfAbsent(queue, none -> new ArrayList<>())
                            .add(event));
        }
        return events;
    }

    private List<String> queuesOf(String routingKey) {
        return keysByQueue.entrySet().stream()
                .filter(queue ->
                        queue.getValue().stream().anyMatch(pattern -> RoutingKeys.matches(pattern, routingKey)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
