package io.orderflow.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Counts the requests that are refused, where a service limits its clients: they get no further than to the check of their
 * tokens. A service that has one declares it as a bean.
 */
@FunctionalInterface
public interface RefusalLimit {

    /** Whether the refusal may be answered; where not, this has answered the request. */
    boolean allows(HttpServletRequest request, HttpServletResponse response);
}
