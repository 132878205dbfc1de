package io.orderflow.gateway.exchange;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A request's body. One that is small, as nearly all are, is read before the service is asked, so that a slow client keeps no
 * service waiting, and can be sent again. Of another, no more than that is in memory at any time.
 */
final class RequestBody extends AbstractHttpEntity {

    private static final int SMALL = 16 * 1024;

    private final byte[] start;
    private final InputStream rest;
    private final boolean complete;
    private final long length;
    private boolean restTaken;
    private HttpUriRequestBase sentBy;

    private RequestBody(byte[] start, InputStream rest, boolean complete, long length) {
        super((String) null, null, length < 0);
        this.start = start;
        this.rest = rest;
        this.complete = complete;
        this.length = length;
    }

    /**
     * What a request has for a body, or null if it has none.
     *
     * @param waiting what allows one more to wait for its client
     * @param limit how long the client may take
     */
    static RequestBody of(HttpServletRequest request, Semaphore waiting, Duration limit) throws IOException {
        long length = request.getContentLengthLong();
        if (length == 0 || (length < 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null)) {
            return null;
        }
        InputStream body = new ClientBody(request.getInputStream(), waiting, limit);
        byte[] start = body.readNBytes(SMALL);
        boolean complete = start.length < SMALL || start.length == length;
        return new RequestBody(start, body, complete, complete ? start.length : length);
    }

    /** As long as nothing was sent that is in memory no more. */
    boolean canBeSent() {
        return complete || !restTaken;
    }

    @Override
    public InputStream getContent() {
        if (complete) {
            return new ByteArrayInputStream(start);
        }
        restTaken = true;
        return new SequenceInputStream(new ByteArrayInputStream(start), rest);
    }

    /** Makes it the body of a request. */
    void sendBy(HttpUriRequestBase request) {
        sentBy = request;
        request.setEntity(this);
    }

    /** What the client breaks off is broken off here, too: Apache's client would end it as if it were whole. */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        boolean whole = false;
        try {
            getContent().transferTo(out);
            whole = true;
        } finally {
            if (!whole) {
                sentBy.cancel();
            }
        }
    }

    @Override
    public boolean isRepeatable() {
        return complete;
    }

    @Override
    public boolean isStreaming() {
        return !complete;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public void close() {
        // the client's connection is the container's
    }
}
