package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.settings.DurationRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * How orders are brought to their end.
 *
 * @param asks the queue in which inventory is asked
 * @param answerTimeout how long inventory may take for its answers, once it has the question, before the order is cancelled
 * @param longestWait how long an order waits at most, while inventory or the broker are away or behind; not shorter
 */
@ConfigurationProperties("orderflow.fulfilment")
public record FulfilmentProperties(
        String asks,
        @DurationRange(min = "1s", max = "24h") Duration answerTimeout,
        @DurationRange(min = "1s", max = "24h") Duration longestWait) {

    public FulfilmentProperties {
        Assert.hasText(asks, "orderflow.fulfilment.asks has to name the queue in which inventory is asked");
        Assert.isTrue(
                longestWait.compareTo(answerTimeout) >= 0,
                "orderflow.fulfilment.longest-wait cannot be shorter than orderflow.fulfilment.answer-timeout");
    }
}
