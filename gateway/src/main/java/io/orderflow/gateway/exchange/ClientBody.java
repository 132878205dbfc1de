package io.orderflow.gateway.exchange;

import io.orderflow.rest.problem.RequestGate;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The body as it comes from the client: no larger than services take, and no slower than they answer. What is wrong with it is
 * thrown unchecked, as an {@link IOException} would be taken for one of the service that it is sent to.
 */
final class ClientBody extends InputStream {

    private final InputStream body;
    private final long deadline;
    private long bytes;

    ClientBody(InputStream body, Duration limit) {
        this.body = body;
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
            read = body.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
            throw tooSlow(e);
        } catch (IOException e) {
            throw problem(HttpStatus.BAD_REQUEST, "The body breaks off before its end", e);
        }
        bytes += Math.max(read, 0);
        if (bytes > RequestGate.MOST_BYTES) {
            throw problem(HttpStatus.CONTENT_TOO_LARGE, "The body is too large; it may have at most 1 MB", null);
        }
        if (read >= 0 && System.nanoTime() - deadline > 0) {
            throw tooSlow(null);
        }
        return read;
    }

    private static ErrorResponseException tooSlow(Throwable cause) {
        return problem(HttpStatus.REQUEST_TIMEOUT, "The body took too long to come", cause);
    }

    private static ErrorResponseException problem(HttpStatus status, String detail, Throwable cause) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
    }
}
