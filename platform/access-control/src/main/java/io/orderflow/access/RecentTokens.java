package io.orderflow.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Checks tokens, the signature of each once a minute: clients send theirs again and again, and to read one and check its signature
 * takes longer than all the rest. The rest is looked at each time, so one that expires meanwhile is refused.
 */
final class RecentTokens implements JwtDecoder {

    private static final Duration RECENT = Duration.ofMinutes(1);

    /** Some kilobytes each. */
    private static final int MOST = 2_000;

    private final JwtDecoder reader;
    private final OAuth2TokenValidator<Jwt> validator;
    private final Cache<String, Jwt> read;

    /**
     * @param reader reads tokens, and checks their signatures
     * @param validator checks what they say
     * @param read what has been read; to be emptied when there are other keys
     */
    RecentTokens(JwtDecoder reader, OAuth2TokenValidator<Jwt> validator, Cache<String, Jwt> read) {
        this.reader = reader;
        this.validator = validator;
        this.read = read;
    }

    static Cache<String, Jwt> none() {
        return Caffeine.newBuilder().expireAfterWrite(RECENT).maximumSize(MOST).build();
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = read.getIfPresent(token);
        if (known == null) {
            known = reader.decode(token);
            read.put(token, known);
        }
        OAuth2TokenValidatorResult result = validator.validate(known);
        if (result.hasErrors()) {
            OAuth2Error first = result.getErrors().iterator().next();
            throw new JwtValidationException(first.getDescription(), result.getErrors());
        }
        return known;
    }
}
