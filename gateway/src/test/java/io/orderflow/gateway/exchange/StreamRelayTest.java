package io.orderflow.gateway.exchange;

import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class StreamRelayTest {

    private final Flow.Subscription service = mock();
    private final AsyncContext async = mock();

    @Test
    void aServiceIsTakenLeaveOfWhereTheClientWentBeforeAnythingCouldBeWritten() {
        relay(subscriber -> subscriber.onSubscribe(service)).onError(new IOException("gone"));

        InOrder order = inOrder(service, async);
        order.verify(service).cancel();
        order.verify(async).complete();
    }

    @Test
    void aServiceThatBeginsWhenTheClientIsGoneIsTakenLeaveOf() throws IOException {
        AtomicReference<Flow.Subscriber<? super List<ByteBuffer>>> subscribed = new AtomicReference<>();
        StreamRelay relay = relay(subscribed::set);

        relay.onWritePossible();
        relay.onTimeout(null);
        subscribed.get().onSubscribe(service);

        verify(service).cancel();
    }

    private StreamRelay relay(Flow.Publisher<List<ByteBuffer>> publisher) {
        return new StreamRelay(publisher, async, mock(ServletOutputStream.class), () -> {});
    }
}
