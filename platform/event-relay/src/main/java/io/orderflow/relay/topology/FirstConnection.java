package io.orderflow.relay.topology;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.context.SmartLifecycle;

/**
 * Connects to the broker before anything else begins, so that an application does not start that has another number of partitions than
 * the system. If the broker is away, that is found out when it is there.
 */
final class FirstConnection implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FirstConnection.class);

    private final ConnectionFactory connections;
    private boolean made;

    FirstConnection(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public void start() {
        made = true;
        try {
            RabbitUtils.closeChannel(connections.createConnection().createChannel(false));
        } catch (PartitionsDisagreeException e) {
            throw e;
        } catch (AmqpException e) {
            log.debug("Not connected, as the broker cannot be reached", e); // whoever waits for it says so
        }
    }

    @Override
    public void stop() {
        made = false;
    }

    @Override
    public boolean isRunning() {
        return made;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
