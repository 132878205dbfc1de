package io.orderflow.gateway.console;

import io.orderflow.gateway.settings.GatewayProperties;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.annotation.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the console's pages what they cannot know of themselves. Nothing of it is secret. */
@Hidden
@RestController
class ConsoleSettings {

    /**
     * What the pages are told.
     *
     * @param issuer who gives the tokens that the services ask for; null where they ask for none
     * @param clientId the name by which the console is known to the issuer
     * @param roles the claim that names the roles; empty for the scopes
     * @param traces the address of a trace, with {@code {id}} in it; null where there is no viewer of traces
     */
    record Settings(
            @Nullable String issuer,
            String clientId,
            String roles,
            @Nullable String traces) {}

    private final Settings settings;

    ConsoleSettings(
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:#{null}}") @Nullable String issuer,
            @Value("${orderflow.security.roles-claim:}") String roles,
            GatewayProperties properties) {
        settings = new Settings(
                issuer,
                properties.console().clientId(),
                roles,
                properties.console().traces());
    }

    @GetMapping("/console/settings.json")
    ResponseEntity<Settings> settings() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(settings);
    }
}
