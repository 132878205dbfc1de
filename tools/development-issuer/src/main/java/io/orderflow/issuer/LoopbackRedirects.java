package io.orderflow.issuer;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationValidator;

/**
 * Leads back to any page of this machine, whatever its port (RFC 8252), also where it is called {@code localhost}, for which the
 * library wants the port beforehand. What is elsewhere is the library's to refuse.
 */
final class LoopbackRedirects {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");

    private LoopbackRedirects() {}

    static void allowAfterLogin(List<AuthenticationProvider> providers) {
        for (AuthenticationProvider provider : providers) {
            if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider login) {
                login.setAuthenticationValidator(
                        OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_SCOPE_VALIDATOR.andThen(
                                context -> {
                                    OAuth2AuthorizationCodeRequestAuthenticationToken asked =
                                            context.getAuthentication();
                                    if (!isOfThisMachine(asked.getRedirectUri())) {
                                        OAuth2AuthorizationCodeRequestAuthenticationValidator
                                                .DEFAULT_REDIRECT_URI_VALIDATOR
                                                .accept(context);
                                    }
                                }));
            }
        }
    }

    static void allowAfterLogout(List<AuthenticationProvider> providers) {
        for (AuthenticationProvider provider : providers) {
            if (provider instanceof OidcLogoutAuthenticationProvider logout) {
                logout.setAuthenticationValidator(context -> {
                    OidcLogoutAuthenticationToken asked = context.getAuthentication();
                    if (!isOfThisMachine(asked.getPostLogoutRedirectUri())) {
                        OidcLogoutAuthenticationValidator.DEFAULT_POST_LOGOUT_REDIRECT_URI_VALIDATOR.accept(context);
                    }
                });
            }
        }
    }

    private static boolean isOfThisMachine(String address) {
        if (address == null) {
            return false;
        }
        URI uri = URI.create(address);
        return "http".equals(uri.getScheme())
                && uri.getUserInfo() == null
                && uri.getFragment() == null
                && uri.getHost() != null
                && THIS_MACHINE.contains(uri.getHost());
    }
}
