package io.orderflow.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The roles that a token gives: the elements of a claim, a list or a text with spaces, that name a {@link Role}. The claim is
 * named as it is, or by the path to it, {@code realm_access.roles}; where none is named, it is {@code scope}, or {@code scp}.
 */
final class TokenRoles implements Converter<Jwt, Collection<GrantedAuthority>> {

    private final List<String> claims;

    /** @param claim empty for the scopes */
    TokenRoles(String claim) {
        this.claims = claim.isEmpty() ? List.of("scope", "scp") : List.of(claim);
    }

    @Override
    public Collection<GrantedAuthority> convert(Jwt token) {
        List<String> named = claims.stream()
                .map(claim -> at(claim, token.getClaims()))
                .filter(Objects::nonNull)
                .flatMap(TokenRoles::elements)
                .toList();
        return Stream.of(Role.values())
                .map(Role::title)
                .filter(named::contains)
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }

    private static Object at(String path, Map<?, ?> claims) {
        int dot = path.indexOf('.');
        if (claims.containsKey(path) || dot < 0) {
            return claims.get(path);
        }
        return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? at(path.substring(dot + 1), inner)
                : null;
    }

    private static Stream<String> elements(Object claim) {
        return claim instanceof Collection<?> list
                ? list.stream().map(String::valueOf)
                : Arrays.stream(String.valueOf(claim).split(" "));
    }
}
