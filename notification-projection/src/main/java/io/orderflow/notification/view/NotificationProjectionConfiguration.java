package io.orderflow.notification.view;

import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.projection.remote.RemoteProjection;
import io.orderflow.projection.remote.RemoteProjectionFactory;
import io.orderflow.relay.inbox.EventSink;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

/** Where the notifications are, and how far MongoDB is trusted. */
@Configuration(proxyBeanMethods = false)
class NotificationProjectionConfiguration {

    /** The collection that is written and read. The only place that names it. */
    private static final String LIVE = "notifications";

    /** How long a request waits for a MongoDB that is away. */
    private static final Duration SERVER_SELECTION = Duration.ofSeconds(3);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** How long a request waits for a MongoDB that is there, but does not answer. */
    private static final Duration READ = Duration.ofSeconds(10);

    /**
     * A message is acknowledged once MongoDB has stored it, so stored must mean that it outlives a crash of the server, and its
     * fail-over. What is read is what was written before, so it is read where it was written. An address that says otherwise does not
     * count.
     */
    @Bean
    MongoClientSettingsBuilderCustomizer durableAndImpatient() {
        return settings -> settings.writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readPreference(ReadPreference.primary())
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SERVER_SELECTION.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout(READ.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Bean
    ArrivalNumbers arrivalNumbers(MongoOperations mongo) {
        return new ArrivalNumbers(mongo, System::nanoTime);
    }

    @Bean
    NotificationCollection liveNotifications(MongoOperations mongo, ArrivalNumbers numbers) {
        return new NotificationCollection(mongo, LIVE, numbers);
    }

    /** At the start, and not by the first request that would need them. */
    @Bean
    Worker notificationIndexes(NotificationCollection live) {
        return new Worker(
                "notification-indexes",
                () -> {
                    live.ensureIndexes();
                    return false;
                },
                Duration.ofHours(1));
    }

    @Bean
    NotificationQueries notificationQueries(NotificationCollection live, ArrivalNumbers numbers) {
        return new NotificationQueries(live, numbers);
    }

    @Bean
    EventSink notificationSink(NotificationCollection live) {
        return new NotificationProjection(live);
    }

    @Bean
    RemoteProjection notificationsProjection(
            RemoteProjectionFactory projections, MongoOperations mongo, NotificationCollection live) {
        return projections.of(
                LIVE,
                collection -> new NotificationProjection(
                        LIVE.equals(collection) ? live : new NotificationCollection(mongo, collection)));
    }

    /** The name under which Spring Boot would declare its own. */
    @Bean
    MongoPing mongoHealthIndicator(MongoOperations mongo) {
        return new MongoPing(mongo);
    }
}
