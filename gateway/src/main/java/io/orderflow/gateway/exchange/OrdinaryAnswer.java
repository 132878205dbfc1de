package io.orderflow.gateway.exchange;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;

/** An answer that comes as fast as it can, and is passed on by the client's own thread. */
final class OrdinaryAnswer extends Answer {

    private final ClassicHttpResponse received;

    /** Null while the body is on its way. */
    private byte[] body;

    OrdinaryAnswer(ProxyExchange.Request request, ClassicHttpResponse received) {
        super(request, received.getCode(), headers(received));
        this.received = received;
    }

    private static HttpHeaders headers(ClassicHttpResponse received) {
        HttpHeaders headers = new HttpHeaders();
        for (Header header : received.getHeaders()) {
            headers.add(header.getName(), header.getValue());
        }
        return headers;
    }

    /** Receives the body, so that it can be passed on more than once. */
    void takeIn() throws IOException {
        try (ClassicHttpResponse closing = received) {
            body = closing.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(closing.getEntity());
        }
    }

    @Override
    void writeBody(HttpServletRequest request, HttpServletResponse response) {
        try (ClassicHttpResponse closing = received) {
            if (body != null) {
                response.getOutputStream().write(body);
            } else if (closing.getEntity() != null) {
                closing.getEntity().getContent().transferTo(response.getOutputStream());
            }
        } catch (IOException e) { // of either side
            BrokenAnswers.note(request, e);
        }
    }
}
