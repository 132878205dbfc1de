package io.orderflow.relay.topology;

import org.springframework.amqp.AmqpException;

/** The broker's queues are those of another number of partitions, and in use. Nothing is sent or received by this application. */
final class PartitionsDisagreeException extends AmqpException {

    private final String remedy;

    /** @param remedy what a person is to do */
    PartitionsDisagreeException(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
