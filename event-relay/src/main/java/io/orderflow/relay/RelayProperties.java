package io.orderflow.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where events travel.
 *
 * @param exchange the topic exchange to publish to
 * @param queues every queue of the system, with the routing keys it is bound to
 * @param listenTo the queue whose events this service takes
 * @param confirmTimeout how long to wait for the broker's confirms of one batch; shorter than the longest transaction
 */
@ConfigurationProperties("orderflow.relay")
public record RelayProperties(
        String exchange,
        Map<String, List<String>> queues,
        String listenTo,
        @DefaultValue("10s") Duration confirmTimeout) {}
