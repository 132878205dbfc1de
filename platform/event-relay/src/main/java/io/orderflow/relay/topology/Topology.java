package io.orderflow.relay.topology;

import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;

/**
 * The exchange, the queues and their dead-letter queues, all durable.
 *
 * <p>A queue has a single active consumer: with two instances of a service, one takes all of its messages, in their
 * order, and the other takes over when the first is gone. The queues are classic ones: a quorum queue of RabbitMQ 4
 * drops a message that was delivered 20 times, which a few restarts of a service under load amount to.
 */
public final class Topology {

    /** The routing key of requests for history. */
    public static final String REPLAY_REQUEST = "replay.request";

    private Topology() {}

    /** The name of a queue's dead-letter queue. */
    public static String deadLetterQueueOf(String queue) {
        return queue + ".dead";
    }

    static Declarables declarables(EventRelayProperties properties) {
        TopicExchange exchange = new TopicExchange(properties.exchange());
        List<Declarable> declarables = new ArrayList<>(List.of(exchange));
        properties.queues().forEach((name, routingKeys) -> {
            Queue queue = QueueBuilder.durable(name).singleActiveConsumer().build();
            declarables.add(queue);
            declarables.add(QueueBuilder.durable(deadLetterQueueOf(name)).build());
            routingKeys.forEach(key ->
                    declarables.add(BindingBuilder.bind(queue).to(exchange).with(key)));
        });
        properties.histories().values().forEach(name -> {
            Queue queue = QueueBuilder.durable(name).build();
            declarables.add(queue);
            declarables.add(QueueBuilder.durable(deadLetterQueueOf(name)).build());
            declarables.add(BindingBuilder.bind(queue).to(exchange).with(REPLAY_REQUEST));
        });
        return new Declarables(declarables);
    }
}
