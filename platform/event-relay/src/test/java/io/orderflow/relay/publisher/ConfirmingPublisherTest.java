package io.orderflow.relay.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.orderflow.relay.sample.FakeBroker;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

class ConfirmingPublisherTest {

    private final FakeBroker broker = new FakeBroker();
    private final ConfirmingPublisher publisher = new ConfirmingPublisher(broker.connections, Duration.ofSeconds(10));

    @Test
    void givenABrokerThatConfirms_whenPublished_thenItHasTheMessagesInOrder() throws Exception {
        publish("a", "b", "c");

        assertThat(broker.received).containsExactly("a b c");
        verify(broker.channels.get(0)).confirmSelect();
    }

    @Test
    void messagesAreMandatory() throws Exception {
        publish("a");

        verify(broker.channels.get(0)).basicPublish(eq("exchange"), eq("key"), eq(true), any(), any());
    }

    @Test
    void givenABrokerThatConfirms_whenPublishedTwice_thenTheChannelIsUsedAgain() {
        publish("a");
        publish("b");

        assertThat(broker.received).containsExactly("a", "b");
        assertThat(broker.channels).hasSize(1);
    }

    @Test
    void givenTheBrokerRefuses_whenPublished_thenFailed() throws Exception {
        broker.answer(refused -> false);

        assertNotConfirmed("The broker refused a message");
    }

    @Test
    void givenNoQueueForAKey_whenPublished_thenFailedAndTheReasonNamesTheKey() throws Exception {
        broker.answer(unroutable -> {
            unroutable.returnUnroutable("inventory.chekc");
            return true;
        });

        assertNotConfirmed("No queue takes messages with routing key 'inventory.chekc' (NO_ROUTE)");
    }

    @Test
    void givenNoConfirmInTime_whenPublished_thenFailed() throws Exception {
        broker.answer(silent -> {
            throw new TimeoutException();
        });

        assertNotConfirmed("The broker did not confirm within PT10S");
    }

    @Test
    void givenTheConnectionBreaksWhileItWaits_whenPublished_thenFailed() throws Exception {
        broker.answer(broken -> {
            throw new ShutdownSignalException(true, false, null, null);
        });

        assertNotConfirmed("The broker cannot be reached: ");
    }

    @Test
    void givenTheConnectionIsBroken_whenPublished_thenFailed() throws Exception {
        publish("before");
        doThrow(new AlreadyClosedException(new ShutdownSignalException(true, false, null, null)))
                .when(broker.channels.get(0))
                .basicPublish(anyString(), anyString(), anyBoolean(), any(), any());

        assertNotConfirmed("The broker cannot be reached: ");
    }

    @Test
    void givenTheSocketFails_whenPublished_thenFailed() throws Exception {
        publish("before");
        doThrow(new IOException("Broken pipe"))
                .when(broker.channels.get(0))
                .basicPublish(anyString(), anyString(), anyBoolean(), any(), any());

        assertNotConfirmed("The broker cannot be reached: Broken pipe");
    }

    @Test
    void givenAClosedChannel_whenPublished_thenAnotherIsOpened() {
        publish("a");
        when(broker.channels.get(0).isOpen()).thenReturn(false);

        publish("b");

        assertThat(broker.channels).hasSize(2);
        assertThat(broker.received).containsExactly("a", "b");
    }

    @Test
    void givenNoBroker_whenPublished_thenFailed() {
        ConnectionFactory nowhere = mock(ConnectionFactory.class);
        when(nowhere.createConnection()).thenThrow(new AmqpConnectException(new ConnectException("refused")));
        ConfirmingPublisher lonely = new ConfirmingPublisher(nowhere, Duration.ofSeconds(10));

        assertThatExceptionOfType(NotConfirmedException.class)
                .isThrownBy(() -> lonely.publish(messages("a")))
                .withMessageStartingWith("The broker cannot be reached: ");
    }

    @Test
    void givenAConnectionForPublishers_whenPublished_thenThatIsUsed() {
        ConnectionFactory connections = mock(ConnectionFactory.class);
        when(connections.getPublisherConnectionFactory()).thenReturn(broker.connections);

        new ConfirmingPublisher(connections, Duration.ofSeconds(10)).publish(messages("a"));

        assertThat(broker.received).containsExactly("a");
    }

    @Test
    void givenInterrupted_whenPublished_thenFailedAndTheThreadStillKnows() {
        broker.answer(interrupted -> {
            throw new InterruptedException();
        });

        assertThatExceptionOfType(NotConfirmedException.class).isThrownBy(() -> publish("a"));
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Fails, gives the channel up, and has another for the next batch, to which nothing of this one clings. */
    private void assertNotConfirmed(String reason) throws Exception {
        assertThatExceptionOfType(NotConfirmedException.class)
                .isThrownBy(() -> publish("a", "b"))
                .withMessageStartingWith(reason);
        Channel givenUp = broker.channels.get(0);
        verify(givenUp).close();
        assertThatCode(() -> publish("a", "b")).doesNotThrowAnyException();
        assertThat(broker.channels).hasSize(2);
        assertThat(broker.received).last().isEqualTo("a b");
    }

    private void publish(String... bodies) {
        publisher.publish(messages(bodies));
    }

    private static List<OutgoingMessage> messages(String... bodies) {
        return Arrays.stream(bodies)
                .map(body -> new OutgoingMessage(
                        "exchange", "key", new BasicProperties(), body.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
