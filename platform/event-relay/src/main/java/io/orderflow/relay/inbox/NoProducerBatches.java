package io.orderflow.relay.inbox;

import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.batch.BatchingStrategy;
import org.springframework.amqp.rabbit.batch.MessageBatch;

/** A message is one message, whatever its headers say: Spring would take one apart that calls itself a batch, and fail. */
final class NoProducerBatches implements BatchingStrategy {

    @Override
    public boolean canDebatch(MessageProperties properties) {
        return false;
    }

    @Override
    public void deBatch(Message message, Consumer<Message> fragments) {
        fragments.accept(message);
    }

    @Override
    public MessageBatch addToBatch(String exchange, String routingKey, Message message) {
        throw new UnsupportedOperationException("Nothing is sent in batches");
    }

    @Override
    public Date nextRelease() {
        return null;
    }

    @Override
    public Collection<MessageBatch> releaseBatches() {
        return List.of();
    }
}
