package io.orderflow.local.issuer;

import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Gets tokens of the {@link DevelopmentIssuer}. */
public final class Tokens {

    private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(10));
    private static final int OK = 200;

    private final URI issuer;

    /** @param issuer its address, whether or not it runs */
    public Tokens(URI issuer) {
        this.issuer = issuer;
    }

    /** The header by which a request says who it comes from. */
    public static Map<String, String> header(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    boolean areGiven() {
        return HTTP.isAnswered(issuer.resolve("/.well-known/openid-configuration"));
    }

    /**
     * A new token; empty if there is no issuer.
     *
     * @param client the name of a client, which is its secret, too
     * @param role one of its roles
     */
    public Optional<String> of(String client, String role) {
        try {
            JsonResponse answer = HTTP.send(
                    "POST",
                    issuer.resolve("/oauth2/token"),
                    "grant_type=client_credentials&scope=" + role,
                    Map.of(
                            "Authorization",
                            "Basic " + base64(client + ":" + client),
                            "Content-Type",
                            "application/x-www-form-urlencoded"));
            return answer.status() == OK ? Optional.of(answer.text("access_token")) : Optional.empty();
        } catch (UncheckedIOException | JacksonException e) {
            return Optional.empty();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
