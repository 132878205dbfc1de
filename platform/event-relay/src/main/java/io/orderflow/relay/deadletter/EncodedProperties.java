package io.orderflow.relay.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import io.orderflow.relay.receiver.DeepStack;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A message's properties as AMQP encodes them: the payload of a content header frame. */
final class EncodedProperties {

    private EncodedProperties() {}

    /** The client goes into nested headers by recursion, and whoever parks has a stack for everyday messages. */
    static byte[] of(BasicProperties properties) {
        FutureTask<byte[]> encoding =
                new FutureTask<>(() -> properties.toFrame(0, 0).getPayload());
        DeepStack.newThread(encoding).start();
        try {
            return encoding.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The message's properties cannot be encoded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a message was being parked", e);
        }
    }

    /**
     * Reads the properties that these bytes begin with.
     *
     * @throws IOException if they begin with none
     * @throws StackOverflowError if the headers are nested too deeply for this thread
     */
    static BasicProperties read(byte[] bytes) throws IOException {
        return (BasicProperties) AMQImpl.readContentHeaderFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
