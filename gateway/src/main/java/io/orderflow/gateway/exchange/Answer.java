package io.orderflow.gateway.exchange;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A service's answer, of which status and headers are here, and the body on its way. Unlike Spring's own responses, it is never
 * replaced by a 304: what was asked of the service, the service has answered.
 */
abstract class Answer implements ServerResponse {

    private final HttpStatusCode status;
    private final HttpHeaders headers = new HttpHeaders();

    /** @param received the service's headers, of which the gateway's filters choose */
    Answer(ProxyExchange.Request request, int code, HttpHeaders received) {
        status = HttpStatusCode.valueOf(code);
        ProxyExchange.Response response = new ProxyExchange.Response() {
            @Override
            public HttpStatusCode getStatusCode() {
                return status;
            }

            @Override
            public HttpHeaders getHeaders() {
                return received;
            }
        };
        request.getResponseConsumers().forEach(consumer -> consumer.accept(response, this));
    }

    /** Passes the body on. */
    abstract void writeBody(HttpServletRequest request, HttpServletResponse response) throws IOException;

    @Override
    public final ModelAndView writeTo(HttpServletRequest request, HttpServletResponse response, Context context)
            throws IOException {
        response.setStatus(status.value());
        headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        writeBody(request, response);
        return null;
    }

    @Override
    public final HttpStatusCode statusCode() {
        return status;
    }

    @Override
    public final HttpHeaders headers() {
        return headers;
    }

    @Override
    public final MultiValueMap<String, Cookie> cookies() {
        return new LinkedMultiValueMap<>();
    }
}
