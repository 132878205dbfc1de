package io.orderflow.gateway.exchange;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;

/**
 * Passes on what comes, when it comes, without a thread that waits. No more is taken of the service than the client has taken:
 * one piece is in memory at most.
 */
final class StreamRelay implements Flow.Subscriber<List<ByteBuffer>>, WriteListener, AsyncListener {

    private final Flow.Publisher<List<ByteBuffer>> service;
    private final AsyncContext async;
    private final ServletOutputStream client;
    private final Runnable onClose;
    private final Queue<ByteBuffer> piece = new ArrayDeque<>();
    private Flow.Subscription subscription;
    private boolean asked;
    private boolean written;
    private boolean ended;
    private boolean closed;

    StreamRelay(
            Flow.Publisher<List<ByteBuffer>> service,
            AsyncContext async,
            ServletOutputStream client,
            Runnable onClose) {
        this.service = service;
        this.async = async;
        this.client = client;
        this.onClose = onClose;
    }

    /** Nothing may be written before this is called for the first time. */
    @Override
    public synchronized void onWritePossible() throws IOException {
        if (subscription == null) {
            service.subscribe(this);
        } else {
            write();
        }
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        if (closed) {
            subscription.cancel();
        } else {
            ask();
        }
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        asked = false;
        piece.addAll(buffers);
        writeOrClose();
    }

    @Override
    public synchronized void onComplete() {
        ended = true;
        writeOrClose();
    }

    /** Either side is gone. */
    @Override
    public synchronized void onError(Throwable failure) {
        close();
    }

    @Override
    public synchronized void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public synchronized void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // closed by this
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // never again
    }

    private void writeOrClose() {
        try {
            write();
        } catch (IOException e) {
            close();
        }
    }

    private void write() throws IOException {
        while (!closed && client.isReady()) {
            if (!piece.isEmpty()) {
                client.write(piece.remove());
                written = true;
            } else if (written) {
                client.flush();
                written = false;
            } else if (ended) {
                close();
            } else {
                ask();
                return;
            }
        }
    }

    private void ask() {
        if (!asked) {
            asked = true;
            subscription.request(1);
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            onClose.run();
            if (subscription == null) {
                service.subscribe(this); // only a subscriber can cancel
            } else {
                subscription.cancel();
            }
            async.complete();
        }
    }
}
