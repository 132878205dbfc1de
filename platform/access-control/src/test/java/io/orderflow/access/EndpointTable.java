package io.orderflow.access;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * The endpoints that a service has and the roles that may use each, as they are, and as docs/security.md says. The documented
 * table of a service is the first one below the heading that is its name.
 */
public final class EndpointTable {

    private static final Path DOCUMENT = Path.of("../docs/security.md");

    /** Nobody's, anybody's and those of the roles, in the order of the columns. */
    private static final List<Authentication> CALLERS = List.of(
            new AnonymousAuthenticationToken("key", "nobody", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")),
            new TestingAuthenticationToken("anna", null, List.of()),
            holderOf(Role.CUSTOMER),
            holderOf(Role.STOCK),
            holderOf(Role.OPERATOR));

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final String HEAD = """
            | endpoint | no token | any token | customer | stock | operator |
            |---|---|---|---|---|---|
            """;

    /** What every service has, and no test of its controllers starts. */
    private static final List<String> OTHERS = List.of(
            "GET /actuator/health",
            "GET /actuator/health/liveness",
            "GET /actuator/metrics",
            "GET /actuator/prometheus",
            "GET /asyncapi",
            "GET /asyncapi.json",
            "GET /docs",
            "GET /swagger-ui/index.html");

    private EndpointTable() {}

    private static Authentication holderOf(Role role) {
        return new TestingAuthenticationToken("anna", null, role.title());
    }

    /**
     * Asserts that each endpoint has a rule, and that the document has each; with {@code -Daccess.update}, writes them there.
     *
     * @param service its name
     * @param context what has all of its controllers
     * @param routes what else leads somewhere, by whatever method
     */
    public static void assertKept(String service, ApplicationContext context, AccessRules rules, String... routes)
            throws IOException {
        AuthorizationManager<HttpServletRequest> manager = rules.manager();
        Set<String> endpoints = new TreeSet<>(OTHERS);
        endpoints.addAll(List.of(routes));
        context.getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((info, method) -> {
                    if (!ErrorController.class.isAssignableFrom(method.getBeanType())) {
                        endpoints.addAll(endpointsOf(info));
                    }
                }));
        String table = HEAD
                + endpoints.stream().map(endpoint -> row(endpoint, manager)).collect(joining());
        assertThat(table).as("endpoints that nobody may use have no rule").doesNotContain("` | | | | | |");

        Pattern documented = Pattern.compile("(?<=\n## " + service + "\n\n)\\|.*?\n(?=\n|\\z)", Pattern.DOTALL);
        String document = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("access.update")) {
            document = documented.matcher(document).replaceFirst(Matcher.quoteReplacement(table));
            Files.writeString(DOCUMENT, document);
        }
        Matcher found = documented.matcher(document);
        assertThat(found.find()).as("a table below '## %s'", service).isTrue();
        assertThat(found.group())
                .as("Where the new roles are meant, keep them by: ./mvnw test -Dtest=ApiDocumentTest -Daccess.update"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(table);
    }

    private static List<String> endpointsOf(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        return info.getPatternValues().stream()
                .flatMap(path -> (methods.isEmpty() ? Stream.of(RequestMethod.values()) : methods.stream())
                        .map(method -> method + " " + path))
                .toList();
    }

    private static String row(String endpoint, AuthorizationManager<HttpServletRequest> manager) {
        String path = endpoint.substring(endpoint.indexOf('/')).replaceAll("\\{[^/]+}", "1");
        List<String> methods = endpoint.startsWith("/") ? METHODS : List.of(endpoint.split(" ", 2)[0]);
        return "| `" + endpoint + "` |"
                + CALLERS.stream()
                        .map(caller -> methods.stream()
                                        .allMatch(method -> manager.authorize(
                                                        () -> caller, new MockHttpServletRequest(method, path))
                                                .isGranted())
                                ? " yes |"
                                : " |")
                        .collect(joining())
                + "\n";
    }
}
