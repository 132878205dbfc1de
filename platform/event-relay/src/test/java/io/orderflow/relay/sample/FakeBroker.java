package io.orderflow.relay.sample;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQImpl;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.topology.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/** A broker that does to each batch what the test told it to; without being told it takes them. */
public final class FakeBroker {

    /** What the broker does to one batch, in place of confirming it. */
    @FunctionalInterface
    public interface Answer {

        /** Returns whether all messages were confirmed. */
        boolean toBatch(FakeBroker broker) throws Exception;
    }

    /** The bodies of the batches that came in, as they came. */
    public final List<String> received = new CopyOnWriteArrayList<>();
    /** The messages, confirmed or not, as they came. */
    public final List<OutgoingMessage> messages = new CopyOnWriteArrayList<>();
    /** The channels that were opened. */
    public final List<Channel> channels = new CopyOnWriteArrayList<>();

    /** What waits to be got, in whatever queue. */
    public final Queue<GetResponse> waiting = new ConcurrentLinkedQueue<>();
    /** How many messages each queue has. */
    public volatile int queueLength;
    /** The code and the text with which the broker refuses to show any queue; null while it does not. */
    public volatile Refusal queues;

    public final ConnectionFactory connections = mock(ConnectionFactory.class);
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final StringBuilder batch = new StringBuilder();
    private ReturnCallback returns;

    public FakeBroker() {
        Connection connection = mock(Connection.class);
        when(connections.createConnection()).thenReturn(connection);
        when(connection.createChannel(anyBoolean())).thenAnswer(call -> channel());
    }

    public void answer(Answer... next) {
        answers.addAll(List.of(next));
    }

    private DeclareOk declared(String queue) throws IOException {
        if (queues != null) {
            throw new IOException(new ShutdownSignalException(
                    false, false, new AMQImpl.Channel.Close(queues.code(), queues.text(), 50, 10), null));
        }
        return new AMQImpl.Queue.DeclareOk(queue, queueLength, 0);
    }

    public void returnUnroutable(String routingKey) {
        returns.handle(new Return(312, "NO_ROUTE", "exchange", routingKey, new BasicProperties(), new byte[0]));
    }

    private Channel channel() throws Exception {
        Channel channel = mock(Channel.class);
        when(channel.isOpen()).thenReturn(true);
        doAnswer(publish -> {
                    byte[] body = publish.getArgument(4);
                    messages.add(new OutgoingMessage(
                            publish.getArgument(0), publish.getArgument(1), publish.getArgument(3), body));
                    return batch.append(batch.isEmpty() ? "" : " ").append(new String(body, StandardCharsets.UTF_8));
                })
                .when(channel)
                .basicPublish(anyString(), anyString(), anyBoolean(), any(), any());
        when(channel.addReturnListener(any(ReturnCallback.class))).thenAnswer(call -> {
            returns = call.getArgument(0);
            return null;
        });
        when(channel.waitForConfirms(anyLong())).thenAnswer(call -> {
            received.add(batch.toString());
            batch.setLength(0);
            Answer answer = answers.poll();
            return answer == null || answer.toBatch(this);
        });
        when(channel.queueDeclarePassive(anyString())).thenAnswer(call -> declared(call.getArgument(0)));
        when(channel.basicGet(anyString(), anyBoolean())).thenAnswer(call -> waiting.poll());
        channels.add(channel);
        return channel;
    }
}
