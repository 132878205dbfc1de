package io.orderflow.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Leaves of the scopes that a page asks for those that its user has: a page asks for all, as it does not know who will log in. */
final class ScopesOfTheUser implements AuthenticationConverter {

    private final AuthenticationConverter request = new OAuth2AuthorizationCodeRequestAuthenticationConverter();

    @Override
    public Authentication convert(HttpServletRequest http) {
        if (!(request.convert(http) instanceof OAuth2AuthorizationCodeRequestAuthenticationToken asked)) {
            return null;
        }
        Authentication user = (Authentication) asked.getPrincipal();
        Set<String> roles = user.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        Set<String> granted = asked.getScopes().stream()
                .filter(scope -> scope.equals(OidcScopes.OPENID) || roles.contains(scope))
                .collect(Collectors.toSet());
        OAuth2AuthorizationCodeRequestAuthenticationToken reduced =
                new OAuth2AuthorizationCodeRequestAuthenticationToken(
                        asked.getAuthorizationUri(),
                        asked.getClientId(),
                        user,
                        asked.getRedirectUri(),
                        asked.getState(),
                        granted,
                        asked.getAdditionalParameters());
        reduced.setDetails(asked.getDetails());
        return reduced;
    }
}
