package io.orderflow.relay.topology;

import com.rabbitmq.client.Channel;
import java.io.IOException;

/**
 * Something that the broker is to have. If it has it already, declaring it changes nothing.
 *
 * @param name for a person to read
 * @param remedy what to do if the broker has it in another form, for a person to read
 */
record Declaration(String name, String remedy, Step step) {

    /** @throws IOException if the broker refuses it, which closes the channel, or cannot be reached */
    void on(Channel channel) throws IOException {
        step.on(channel);
    }

    /** The request to the broker. */
    @FunctionalInterface
    interface Step {
        void on(Channel channel) throws IOException;
    }
}
