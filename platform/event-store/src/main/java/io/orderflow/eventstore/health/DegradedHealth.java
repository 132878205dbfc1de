package io.orderflow.eventstore.health;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * How the parts that move events report their state. None of them makes the service unhealthy: while the broker is gone,
 * commands still succeed, and restarting the service would help nobody.
 */
public final class DegradedHealth {

    /** Requests are answered, but events wait. */
    public static final Status DEGRADED = new Status("DEGRADED");

    /** The detail that says since when, ISO-8601 UTC. */
    public static final String SINCE = "since";

    private DegradedHealth() {}

    /** Up while nothing stands still; otherwise degraded, with the reason for each part, and since when the first of them. */
    public static Health of(Map<String, Standstill> standstills) {
        Health.Builder health = Health.up();
        standstills.values().stream()
                .map(Standstill::since)
                .min(Comparator.naturalOrder())
                .map(Instant::toString)
                .ifPresent(since -> health.status(DEGRADED).withDetail(SINCE, since));
        standstills.forEach((part, standstill) -> health.withDetail(part, standstill.reason()));
        return health.build();
    }
}
