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
 * Has browsers run the console's own scripts alone, load nothing from elsewhere, talk to nobody but the gateway and the issuer
 * of tokens, and show the console in no other page.
 */
@Component
class PageHeaders extends OncePerRequestFilter {

    private static final Set<String> PAGE = Set.of("/", "/index.html");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final String policy;

    PageHeaders(
            @Value("classpath:/static/index.html") Resource page,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:#{null}}") @Nullable URI issuer)
            throws IOException {
        policy = String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' '" + hashOfImportMap(page.getContentAsString(StandardCharsets.UTF_8)) + "'",
                "style-src 'self'",
                "img-src 'self'",
                "connect-src 'self'" + (issuer == null ? "" : " " + issuer.getScheme() + "://" + issuer.getAuthority()),
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
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
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PAGE.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Referrer-Policy", "no-referrer");
        chain.doFilter(request, response);
    }
}
