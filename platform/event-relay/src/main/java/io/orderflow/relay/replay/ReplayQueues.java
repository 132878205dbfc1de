package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.orderflow.relay.topology.Refusal;
import java.io.IOException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/** The queues, of whoever asked, that are to get history. */
final class ReplayQueues {

    private static final int FULL = 5_000;

    private final ConnectionFactory connections;

    ReplayQueues(ConnectionFactory connections) {
        this.connections = connections;
    }

    /** Whether a queue takes more. */
    enum State {
        /** It does; or nobody may see how full it is, as it is exclusively somebody's, who may be sent to all the same. */
        OPEN,
        /** Not now: so much waits in it that more would only fill the broker, or its node is down. */
        WAITING,
        /** There is no such queue. */
        GONE
    }

    State stateOf(String queue) {
        Channel channel = connections.createConnection().createChannel(false);
        try {
            return channel.queueDeclarePassive(queue).getMessageCount() > FULL ? State.WAITING : State.OPEN;
        } catch (IOException e) {
            return stateBy(Refusal.of(e).orElseThrow(() -> new AmqpIOException(e)));
        } finally {
            RabbitUtils.closeChannel(channel);
        }
    }

    private static State stateBy(Refusal refusal) {
        if (refusal.isNoSuchQueue()) {
            return State.GONE;
        }
        return refusal.code() == AMQP.NOT_FOUND ? State.WAITING : State.OPEN;
    }
}
