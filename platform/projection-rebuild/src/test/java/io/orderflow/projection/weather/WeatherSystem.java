package io.orderflow.projection.weather;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.orderflow.projection.weather.RunningApplication.Launch;
import io.orderflow.projection.weather.almanac.AlmanacApplication;
import io.orderflow.projection.weather.floodwatch.FloodWatchApplication;
import io.orderflow.projection.weather.station.StationApplication;
import io.orderflow.relay.sample.RealBroker;
import io.orderflow.relay.topology.QueueType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The three applications and the servers that they need, each on a free port. */
final class WeatherSystem implements AutoCloseable {

    private static final List<String> MONGODB = List.of("com.mongodb.", "org.springframework.data.mongodb.");
    private static final List<String> JDBC =
            List.of("org.springframework.jdbc.", "org.flywaydb.", "com.zaxxer.hikari.", "org.postgresql.");
    private static final List<String> JPA = List.of(
            "jakarta.persistence.", "org.hibernate.", "org.springframework.orm.", "org.springframework.data.jpa.");

    private final Setting setting;
    private final Closeable broker;
    private final int brokerPort;
    private final EmbeddedPostgres postgres = EmbeddedPostgres.start();
    private final MongoServer mongo = new MongoServer(new MemoryBackend());

    final RunningApplication station;
    final RunningApplication floodWatch;
    final RunningApplication almanac;

    /** The broker, and the kind of queues. */
    enum Setting {
        EMBEDDED_BROKER(QueueType.CLASSIC, "guest"),
        RABBITMQ_WITH_QUORUM_QUEUES(QueueType.QUORUM, "admin");

        private final QueueType queueType;
        private final String user;

        Setting(QueueType queueType, String user) {
            this.queueType = queueType;
            this.user = user;
        }
    }

    WeatherSystem(Setting setting) throws Exception { // as Qpid declares
        this.setting = setting;
        if (setting == Setting.EMBEDDED_BROKER) {
            Broker embedded = new Broker();
            broker = embedded;
            brokerPort = embedded.port();
        } else {
            RealBroker rabbit = new RealBroker();
            broker = rabbit;
            brokerPort = rabbit.port();
        }
        station = start(new Launch(StationApplication.class, "station")
                .without(MONGODB)
                .with("spring.datasource.url", newDatabase("station")));
        floodWatch = start(new Launch(FloodWatchApplication.class, "floodwatch")
                .without(MONGODB)
                .without(JPA)
                .with("spring.datasource.url", newDatabase("floodwatch")));
        almanac = start(new Launch(AlmanacApplication.class, "almanac")
                .without(JDBC)
                .without(JPA)
                .with("spring.mongodb.uri", mongo.bindAndGetConnectionString() + "/almanac"));
    }

    private RunningApplication start(Launch launch) {
        return launch.with("spring.rabbitmq.host", "127.0.0.1")
                .with("spring.rabbitmq.port", brokerPort)
                .with("spring.rabbitmq.username", setting.user)
                .with("spring.rabbitmq.password", setting.user)
                .with("orderflow.relay.queue-type", setting.queueType)
                .start();
    }

    private String newDatabase(String name) {
        new JdbcTemplate(postgres.getPostgresDatabase()).execute("CREATE DATABASE " + name);
        return postgres.getJdbcUrl("postgres", name);
    }

    @Override
    public void close() throws IOException {
        almanac.close();
        floodWatch.close();
        station.close();
        mongo.shutdownNow();
        postgres.close();
        broker.close();
    }
}
