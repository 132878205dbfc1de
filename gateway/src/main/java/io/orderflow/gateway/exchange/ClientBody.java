package io.orderflow.gateway.exchange;

import io.orderflow.rest.problem.RefusedException;
import io.orderflow.rest.problem.RequestGate;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;

/**
 * The body as it comes from the client: no larger than services take, and no slower than they answer. What is wrong with it is
 * thrown unchecked, as an {@link IOException} would be taken for one of the service that it is sent to.
 */
final class ClientBody extends InputStream {

    private final ServletInputStream body;
    private final Semaphore waiting;
    private final long deadline;
    private long bytes;

    /** @param waiting what allows one more to wait for its client */
    ClientBody(ServletInputStream body, Semaphore waiting, Duration limit) {
        this.body = body;
        this.waiting = waiting;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        int read;
        try {
            read = body.available() > 0 || body.isFinished()
                    ? body.read(buffer, offset, length)
                    : await(buffer, offset, length);
        } catch (SocketTimeoutException e) {
            throw tooSlow(e);
        } catch (IOException e) {
            throw new RefusedException(HttpStatus.BAD_REQUEST, "The body breaks off before its end", e);
        }
        bytes += Math.max(read, 0);
        if (bytes > RequestGate.MOST_BYTES) {
            throw new RefusedException(HttpStatus.CONTENT_TOO_LARGE, "The body is too large; it may have at most 1 MB");
        }
        if (read >= 0 && System.nanoTime() - deadline > 0) {
            throw tooSlow(null);
        }
        return read;
    }

    private int await(byte[] buffer, int offset, int length) throws IOException {
        if (!waiting.tryAcquire()) {
            throw new RefusedException(
                    HttpStatus.SERVICE_UNAVAILABLE, "Too many bodies are slow to come already; try again later");
        }
        try {
            return body.read(buffer, offset, length);
        } finally {
            waiting.release();
        }
    }

    private static RefusedException tooSlow(Throwable cause) {
        return new RefusedException(HttpStatus.REQUEST_TIMEOUT, "The body took too long to come", cause);
    }
}
