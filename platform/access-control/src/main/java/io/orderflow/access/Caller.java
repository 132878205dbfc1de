package io.orderflow.access;

import jakarta.annotation.Nullable;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Who sends a request.
 *
 * @param subject of its token; null where the service is open, and there are none
 * @param seesAll whether it may see what belongs to others: operators may, and so may everybody where the service is open
 */
public record Caller(@Nullable String subject, boolean seesAll) {

    /** No header has one, so that only one name and one key make the same of both. */
    private static final char SEPARATOR = '\n';

    /** The sender of a request that needs a token, where any request does. */
    public static Caller of(HttpServletRequest request) {
        String subject = request.getRemoteUser();
        return new Caller(subject, subject == null || request.isUserInRole(Role.OPERATOR.title()));
    }

    /** When the token of a request ends, and with it what is answered for long; in a future that never comes where there is none. */
    public static Instant until(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof JwtAuthenticationToken token
                ? token.getToken().getExpiresAt()
                : Instant.MAX;
    }

    /** Whose things it may see; null for those of everybody and nobody. */
    @Nullable
    public String confinedTo() {
        return seesAll ? null : subject;
    }

    /**
     * What a key that it chose is kept as: behind its own name, so that nobody meets the keys of others.
     *
     * @param key the value of a header
     */
    public String own(String key) {
        return subject == null ? key : subject + SEPARATOR + key;
    }
}
