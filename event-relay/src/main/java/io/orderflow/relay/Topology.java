package io.orderflow.relay;

import io.orderflow.relay.dead.DeadLetters;
import io.orderflow.relay.replay.ReplayRequest;
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
final class Topology {

    private Topology() {}

    static Declarables declarables(RelayProperties properties) {
        TopicExchange exchange = new TopicExchange(properties.exchange());
        List<Declarable> declarables = new ArrayList<>(List.of(exchange));
        properties.queues().forEach((name, routingKeys) -> {
            Queue queue = QueueBuilder.durable(name).singleActiveConsumer().build();
            declarables.add(queue);
            declarables.add(QueueBuilder.durable(DeadLetters.queueFor(name)).build());
            routingKeys.forEach(key ->
                    declarables.add(BindingBuilder.bind(queue).to(exchange).with(key)));
        });
        properties.histories().values().forEach(name -> {
            Queue queue = QueueBuilder.durable(name).build();
            declarables.add(queue);
            declarables.add(QueueBuilder.durable(DeadLetters.queueFor(name)).build());
            declarables.add(BindingBuilder.bind(queue).to(exchange).with(ReplayRequest.ROUTING_KEY));
        });
        return new Declarables(declarables);
    }
}
