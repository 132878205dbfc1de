package io.orderflow.gateway.exchange;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;

/** An answer that goes on for as long as both sides stay, but no longer than an hour: who reads streams connects again. */
final class StreamedAnswer extends Answer {

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Flow.Publisher<List<ByteBuffer>> body;
    private final Runnable closed;

    /** @param closed what is run when it is over */
    StreamedAnswer(
            ProxyExchange.Request request,
            int code,
            HttpHeaders headers,
            Flow.Publisher<List<ByteBuffer>> body,
            Runnable closed) {
        super(request, code, headers);
        this.body = body;
        this.closed = closed;
    }

    @Override
    void writeBody(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(LONGEST.toMillis());
        StreamRelay relay = new StreamRelay(body, async, response.getOutputStream(), closed);
        async.addListener(relay);
        try {
            response.flushBuffer(); // that it is open is news by itself
            response.getOutputStream().setWriteListener(relay);
        } catch (IOException e) {
            relay.onError(e);
        }
    }
}
