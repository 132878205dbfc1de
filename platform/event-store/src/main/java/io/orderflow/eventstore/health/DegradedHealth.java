package io.orderflow.eventstore.health;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * How the parts that move events report their state. None of them makes the service unhealthy: while the broker is gone,
 * commands still succeed, and restarting the service would help nobody.
 */
public final class DegradedHealth {

    /** Requests are answered, but events wait. */
    public static final Status DEGRADED = new Status("DEGRADED");

    private DegradedHealth() {}

    /** Degraded for this reason. */
    public static Health degraded(String reason) {
        return Health.status(DEGRADED).withDetail("reason", reason).build();
    }
}
