package io.orderflow.notification.rest;

import io.orderflow.eventstore.worker.Worker;
import io.orderflow.notification.view.NotificationQueries;
import io.orderflow.notification.wording.Notification;
import io.orderflow.projection.remote.RemoteProjection;
import io.orderflow.rest.stream.LiveStream;
import io.orderflow.rest.stream.LiveStreamReader;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class NotificationStreamConfiguration {

    private static final long MOST_BYTES = 16L * 1024 * 1024;

    /** Notifications that arrive in between are passed on together. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    @Bean
    LiveStream<Notification> notificationStream() {
        return new LiveStream<>(NotificationChanges.KEPT, MOST_BYTES, System::nanoTime);
    }

    @Bean
    Worker notificationStreamWorker(
            LiveStream<Notification> stream,
            NotificationQueries notifications,
            RemoteProjection projection,
            JsonMapper json) {
        NotificationChanges changes = new NotificationChanges(notifications, projection::generation, json);
        return new Worker("notification-stream", new LiveStreamReader<>(stream, changes)::run, PAUSE);
    }
}
