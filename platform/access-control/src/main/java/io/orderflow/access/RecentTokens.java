package io.orderflow.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Checks each token once a minute: clients send theirs again and again. That a token has not ended is looked at each time.
 */
final class RecentTokens implements AuthenticationManager {

    private static final Duration RECENT = Duration.ofMinutes(1);

    /** Some kilobytes each. */
    private static final int MOST = 2_000;

    private final AuthenticationManager check;
    private final Cache<String, JwtAuthenticationToken> accepted;
    private final OAuth2TokenValidator<Jwt> time = new JwtTimestampValidator();

    /**
     * @param check reads tokens, and refuses what is not to be accepted
     * @param accepted to be emptied when the issuer has other keys
     */
    RecentTokens(AuthenticationManager check, Cache<String, JwtAuthenticationToken> accepted) {
        this.check = check;
        this.accepted = accepted;
    }

    static Cache<String, JwtAuthenticationToken> none() {
        return Caffeine.newBuilder().expireAfterWrite(RECENT).maximumSize(MOST).build();
    }

    @Override
    public Authentication authenticate(Authentication request) {
        String token = ((BearerTokenAuthenticationToken) request).getToken();
        JwtAuthenticationToken recent = accepted.getIfPresent(token);
        if (recent != null && !time.validate(recent.getToken()).hasErrors()) {
            return recent;
        }
        JwtAuthenticationToken checked = (JwtAuthenticationToken) check.authenticate(request);
        checked.setDetails(null); // of this request, while it may be another's next time
        accepted.put(token, checked);
        return checked;
    }
}
