package io.orderflow.access;

import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasAnyAuthority;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SingleResultAuthorizationManager;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.access.intercept.RequestMatcherDelegatingAuthorizationManager;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Who may use which endpoints of a service: a table that the service declares as a bean. Of several rules for an address the
 * first counts. What no rule names nobody may, so that an endpoint that is added later is closed until somebody has decided.
 *
 * <p>An endpoint is a method and a path pattern, {@code "GET /orders/{id}"}, or a path pattern alone, which stands for every
 * method.
 */
public final class AccessRules {

    private record Rule(
            List<HttpMethod> methods, String path, AuthorizationManager<RequestAuthorizationContext> access) {

        static Rule of(String endpoint, AuthorizationManager<RequestAuthorizationContext> access) {
            int space = endpoint.indexOf(' ');
            HttpMethod method = space < 0 ? null : HttpMethod.valueOf(endpoint.substring(0, space));
            return new Rule(methods(method), endpoint.substring(space + 1), access);
        }

        private static List<HttpMethod> methods(HttpMethod method) {
            if (method == null) {
                return List.of(HttpMethod.values());
            }
            return method.equals(HttpMethod.GET) ? List.of(HttpMethod.GET, HttpMethod.HEAD) : List.of(method);
        }
    }

    private static final List<String> DOCUMENTS = List.of(
            "/health",
            "/docs",
            "/swagger-ui/**",
            "/openapi.json",
            "/openapi.json/**",
            "/openapi.json.yaml",
            "/asyncapi",
            "/asyncapi.json");

    private final List<Rule> rules = new ArrayList<>();

    private AccessRules() {}

    /** A table with what all services have: health and documents are public, metrics and repairs are the operators'. */
    public static AccessRules standard() {
        return new AccessRules()
                .letEverybodySeeDocuments("")
                .letEverybody("GET /actuator/health/liveness")
                .let(
                        Role.OPERATOR,
                        "/actuator/**",
                        "/dead-letters/**",
                        "/inbox/**",
                        "/projections/**",
                        "/processors/**",
                        "/queues",
                        "/activity");
    }

    /** Adds what every service has that is public, health and documents, below a path. */
    public AccessRules letEverybodySeeDocuments(String path) {
        return letEverybody(
                DOCUMENTS.stream().map(document -> "GET " + path + document).toArray(String[]::new));
    }

    /** Adds endpoints that need no token. */
    public AccessRules letEverybody(String... endpoints) {
        return add(SingleResultAuthorizationManager.permitAll(), endpoints);
    }

    /** Adds endpoints for who has a token, whatever its roles. */
    public AccessRules letHoldersOfTokens(String... endpoints) {
        return add(AuthenticatedAuthorizationManager.authenticated(), endpoints);
    }

    /** Adds endpoints for a role, and operators. */
    public AccessRules let(Role role, String... endpoints) {
        String[] roles =
                EnumSet.of(role, Role.OPERATOR).stream().map(Role::title).toArray(String[]::new);
        return add(hasAnyAuthority(roles), endpoints);
    }

    private AccessRules add(AuthorizationManager<RequestAuthorizationContext> access, String... endpoints) {
        for (String endpoint : endpoints) {
            rules.add(Rule.of(endpoint, access));
        }
        return this;
    }

    /** Decides by the first rule for a request; where there is none, against it. */
    AuthorizationManager<HttpServletRequest> manager() {
        RequestMatcherDelegatingAuthorizationManager.Builder table =
                RequestMatcherDelegatingAuthorizationManager.builder();
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        for (Rule rule : rules) {
            rule.methods.forEach(method -> table.add(paths.matcher(method, rule.path), rule.access));
        }
        AuthorizationManager<HttpServletRequest> decision = table.build();
        return (caller, request) -> {
            ServletRequestPathUtils.parseAndCache(request); // once, not for each rule
            try {
                return decision.authorize(caller, request);
            } finally {
                ServletRequestPathUtils.clearParsedRequestPath(request);
            }
        };
    }
}
