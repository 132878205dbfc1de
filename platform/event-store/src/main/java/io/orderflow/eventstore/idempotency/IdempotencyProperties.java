package io.orderflow.eventstore.idempotency;

import io.orderflow.eventstore.settings.DurationRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param retention how long a client may ask again with the same key and get the same answer */
@ConfigurationProperties("orderflow.idempotency")
record IdempotencyProperties(
        @DurationRange(min = "1m", max = "365d") Duration retention) {}
