package io.orderflow.access;

import io.orderflow.rest.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Answers requests that are not let in by a problem, and by what RFC 6750 has clients told of their tokens. */
final class Refusals implements AuthenticationEntryPoint, AuthenticationFailureHandler, AccessDeniedHandler {

    private static final String SCHEME = "Bearer";

    private final ProblemWriter problems;
    private final RefusalLimit limit;

    Refusals(ProblemWriter problems, RefusalLimit limit) {
        this.problems = problems;
        this.limit = limit;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException error)
            throws IOException {
        if (error instanceof AuthenticationServiceException) {
            refuse(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Tokens cannot be checked now, as their issuer does not answer; try again later",
                    HttpHeaders.RETRY_AFTER,
                    "5",
                    request,
                    response);
        } else {
            commence(request, response, error);
        }
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException error)
            throws IOException {
        if (!(error instanceof OAuth2AuthenticationException ofToken)) {
            refuse(
                    HttpStatus.UNAUTHORIZED,
                    "This needs a token, in the header Authorization: Bearer <token>",
                    HttpHeaders.WWW_AUTHENTICATE,
                    SCHEME,
                    request,
                    response);
            return;
        }
        OAuth2Error reason = ofToken.getError();
        refuse(
                reason instanceof BearerTokenError bearer ? bearer.getHttpStatus() : HttpStatus.UNAUTHORIZED,
                "The token is not accepted: " + reason.getDescription(),
                HttpHeaders.WWW_AUTHENTICATE,
                challenge(reason.getErrorCode(), reason.getDescription()),
                request,
                response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException error)
            throws IOException {
        String detail = "The roles of this token do not allow this";
        refuse(
                HttpStatus.FORBIDDEN,
                detail,
                HttpHeaders.WWW_AUTHENTICATE,
                challenge("insufficient_scope", detail),
                request,
                response);
    }

    /** Descriptions have neither quotes nor backslashes: {@link BearerTokenError} sees to it. */
    private static String challenge(String error, String description) {
        return SCHEME + " error=\"" + error + "\", error_description=\"" + description + "\"";
    }

    private void refuse(
            HttpStatus status,
            String detail,
            String header,
            String value,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (limit.allows(request, response)) {
            response.setHeader(header, value);
            problems.write(ProblemDetail.forStatusAndDetail(status, detail), request, response);
        }
    }
}
