package io.orderflow.eventstore.audit;

import io.orderflow.eventstore.text.PrintableText;
import jakarta.servlet.http.HttpServletRequest;

/** Who repairs something, as the log names them. */
public final class Operator {

    private Operator() {}

    /** The subject of the request's token; where there are no tokens, the address it comes from. */
    public static String of(HttpServletRequest request) {
        return request.getRemoteUser() == null ? request.getRemoteAddr() : PrintableText.of(request.getRemoteUser());
    }
}
