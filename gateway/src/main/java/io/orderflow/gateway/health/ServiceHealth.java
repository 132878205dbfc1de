package io.orderflow.gateway.health;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.orderflow.gateway.settings.Backend;
import io.orderflow.gateway.settings.GatewayProperties;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Tells which services answer. One that does not makes the gateway degraded and no more, as it would help nobody to start the
 * gateway again, or to take it out of use for what the others do.
 *
 * <p>Anybody may ask, any number of times, so a service is looked up by one at a time, and once a second at most. Meanwhile the
 * others hear what was known before.
 */
@Component
class ServiceHealth {

    private static final Status DEGRADED = new Status("DEGRADED");
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration KNOWN = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN = Duration.ofSeconds(3);

    private final RestClient http;

    ServiceHealth(HttpClient client, HealthContributorRegistry health, GatewayProperties properties) {
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client);
        factory.setReadTimeout(LIMIT);
        http = RestClient.builder().requestFactory(factory).build();
        LoadingCache<Backend, Health> known = Caffeine.newBuilder()
                .refreshAfterWrite(KNOWN)
                .expireAfterWrite(FORGOTTEN)
                .build(this::lookUp);
        for (Backend backend : properties.backends()) {
            HealthIndicator answers = () -> known.get(backend);
            health.registerContributor(backend.name(), answers);
        }
    }

    private Health lookUp(Backend backend) {
        try {
            HttpStatusCode answer = http.get()
                    .uri(backend.uri().resolve("/health"))
                    .exchange((request, response) -> response.getStatusCode());
            return answer.is2xxSuccessful()
                    ? Health.up().build()
                    : Health.status(DEGRADED)
                            .withDetail("answers", answer.value())
                            .build();
        } catch (ResourceAccessException e) {
            return Health.status(DEGRADED)
                    .withDetail("away", backend.uri() + reason(e))
                    .build();
        }
    }

    /** What only an operator can mend is said as it is. */
    private static String reason(ResourceAccessException failure) {
        return failure.getCause() instanceof SSLException untrusted
                ? " cannot be talked to by TLS: " + untrusted.getMessage()
                : " does not answer";
    }
}
