package io.orderflow.gateway.console;

import jakarta.annotation.Nullable;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has browsers show nothing of the gateway in another page, nor take it for what it does not say it is. Of the console, they run
 * its own scripts alone, load nothing from elsewhere, and talk to nobody but the gateway and the issuer of tokens.
 */
@Component
class PageHeaders extends OncePerRequestFilter {

    private static final Set<String> CONSOLE = Set.of("/", "/index.html");
    private static final String IN_NO_OTHER_PAGE = "frame-ancestors 'none'";
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final String policyOfConsole;

    PageHeaders(
            @Value("classpath:/static/index.html") Resource page,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:#{null}}") @Nullable URI issuer)
            throws IOException {
        policyOfConsole = String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' '" + hashOfImportMap(page.getContentAsString(StandardCharsets.UTF_8)) + "'",
                "style-src 'self'",
                "img-src 'self'",
                "connect-src 'self'" + (issuer == null ? "" : " " + issuer.getScheme() + "://" + issuer.getAuthority()),
                "base-uri 'none'",
                "form-action 'none'",
                IN_NO_OTHER_PAGE);
    }

    /** The map is the one script that cannot be a file. */
    private static String hashOfImportMap(String page) {
        Matcher map = IMPORT_MAP.matcher(page);
        if (!map.find()) {
            throw new IllegalStateException("The console's page has no import map");
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (CONSOLE.contains(request.getRequestURI())) {
            response.setHeader("Content-Security-Policy", policyOfConsole);
            response.setHeader("Referrer-Policy", "no-referrer");
        } else {
            response.setHeader("Content-Security-Policy", IN_NO_OTHER_PAGE);
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        chain.doFilter(request, response);
    }
}
