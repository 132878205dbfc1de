package io.orderflow.gateway.settings;

import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set.
 *
 * @param orderCommand where order-command listens; the next two likewise
 * @param responseTimeout how long a service may take for an answer, and a client for a request's body
 * @param rateLimit how often a client may ask
 * @param streamsPerClient how many streams a client may have open at once
 * @param console what the console's pages are told
 * @param corsOrigins the origins whose pages may use the gateway from a browser; none by default
 */
@Validated
@ConfigurationProperties("orderflow.gateway")
public record GatewayProperties(
        @NotNull URI orderCommand,
        @NotNull URI inventoryCommand,
        @NotNull URI notificationProjection,

        @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration responseTimeout,

        @NotNull @Valid RateLimit rateLimit,
        @Min(1) int streamsPerClient,
        @NotNull @Valid Console console,
        @NotNull List<String> corsOrigins) {

    /**
     * So many in each period, and as many at once.
     *
     * @param requests how many
     * @param period in which they come back, evenly
     */
    public record RateLimit(
            @Min(1) long requests,

            @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 24)
            Duration period) {}

    /**
     * What the console's pages cannot know of themselves.
     *
     * @param clientId the name by which the console is known to the issuer of tokens
     * @param traces the address of a trace, with {@code {id}} in it; null where there is no viewer of traces
     */
    public record Console(
            @NotBlank String clientId, @Nullable String traces) {}

    public List<Backend> backends() {
        return List.of(
                // The document of the events is the same at each service.
                new Backend("order-command", List.of("/orders", "/asyncapi", "/asyncapi.json"), orderCommand),
                new Backend("inventory-command", List.of("/products"), inventoryCommand),
                new Backend("notification-projection", List.of("/notifications"), notificationProjection));
    }
}
