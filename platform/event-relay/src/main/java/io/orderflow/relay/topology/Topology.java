package io.orderflow.relay.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.core.ExchangeTypes;

/**
 * The exchange, the queues and their dead-letter queues, all durable.
 *
 * <p>A queue of events has a single active consumer, unless its events have no order and there are several {@link Partitions}: with two
 * instances of a service, one takes all of its messages, in their order, and the other takes over when the first is gone.
 */
public final class Topology {

    /** The routing key of requests for history. */
    public static final String REPLAY_REQUEST = "replay.request";

    private Topology() {}

    /** The name of a queue's dead-letter queue. */
    public static String deadLetterQueueOf(String queue) {
        return queue + ".dead";
    }

    /**
     * What the broker is to have, in an order in which it can be declared. The last partition comes first: where that one is, there are
     * so many.
     */
    static List<Declaration> of(EventRelayProperties properties, Partitions partitions) {
        List<Declaration> declarations = new ArrayList<>();
        declarations.add(exchange(properties.exchange()));
        properties.queues().keySet().forEach(queue -> {
            Map<String, Object> arguments = arguments(queue, properties);
            if (!partitions.isTakenAtOnce(queue)) {
                arguments.put("x-single-active-consumer", true);
            }
            declarations.add(deadLetterQueue(queue, properties));
            List<String> names = new ArrayList<>(partitions.readFor(queue));
            Collections.reverse(names);
            names.forEach(name -> declarations.add(queue(name, arguments)));
        });
        partitions
                .bindings()
                .forEach((name, keys) -> keys.forEach(key -> declarations.add(binding(name, key, properties))));
        properties.histories().values().forEach(name -> {
            declarations.add(deadLetterQueue(name, properties));
            declarations.add(queue(name, arguments(name, properties)));
            declarations.add(binding(name, REPLAY_REQUEST, properties));
        });
        return List.copyOf(declarations);
    }

    private static Declaration exchange(String name) {
        return new Declaration(
                "exchange " + name,
                "Delete it (management UI, Exchanges), and it is declared again within seconds.",
                channel -> channel.exchangeDeclare(name, ExchangeTypes.TOPIC, true));
    }

    private static Map<String, Object> arguments(String queue, EventRelayProperties properties) {
        return new HashMap<>(properties.queueType().argumentsOfWork(deadLetterQueueOf(queue)));
    }

    private static Declaration deadLetterQueue(String queue, EventRelayProperties properties) {
        return queue(deadLetterQueueOf(queue), properties.queueType().arguments());
    }

    private static Declaration queue(String name, Map<String, Object> arguments) {
        return new Declaration(
                "queue " + name,
                "Let it run empty and delete it (rabbitmqctl delete_queue " + name
                        + " --if-empty, or in the management UI), and it is declared again within seconds.",
                channel -> channel.queueDeclare(name, true, false, false, arguments));
    }

    private static Declaration binding(String queue, String key, EventRelayProperties properties) {
        return new Declaration(
                "binding of " + queue + " to " + key,
                "",
                channel -> channel.queueBind(queue, properties.exchange(), key));
    }
}
