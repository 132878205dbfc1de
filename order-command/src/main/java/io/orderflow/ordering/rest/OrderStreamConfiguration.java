package io.orderflow.ordering.rest;

import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.rest.stream.LiveStream;
import io.orderflow.rest.stream.LiveStreamReader;
import java.time.Duration;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class OrderStreamConfiguration {

    /** What an order of 100 lines takes is a hundred times that of one of one line. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    /** Changes that come in between are passed on together. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Bean
    LiveStream<OrderChange> orderStream() {
        return new LiveStream<>(OrderChanges.CHANGES_KEPT, MOST_BYTES, System::nanoTime);
    }

    @Bean
    Worker orderStreamWorker(
            LiveStream<OrderChange> stream,
            EventHistory history,
            ProcessorPositions positions,
            @Qualifier("eventStore") EventStore events,
            JsonMapper json) {
        OrderChanges changes = new OrderChanges(history, positions, events, json);
        return new Worker("order-stream", new LiveStreamReader<>(stream, changes)::run, PAUSE);
    }
}
