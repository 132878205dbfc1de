package io.orderflow.local;

import io.orderflow.local.broker.Broker;
import io.orderflow.local.broker.RabbitMqCluster;
import io.orderflow.local.host.Server;
import io.orderflow.local.mongo.MongoStandIn;
import io.orderflow.local.postgres.Postgres;
import io.orderflow.local.postgres.PostgresCluster;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.service.Service;
import io.orderflow.local.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The servers that services need: which of them the stack runs itself, and how the services find those and the others. */
final class Infrastructure {

    private final Ports ports;
    private final Optional<TlsFiles> tls;
    private final ExternalServers external;
    private final Optional<Postgres> postgres;
    private final Optional<Broker> broker;
    private final Optional<MongoStandIn> mongo;

    Infrastructure(
            Ports ports,
            ExternalServers external,
            Broker.Kind kind,
            Optional<TlsFiles> tls,
            boolean clustered,
            Path programs,
            StackContext context) {
        this.ports = ports;
        this.tls = tls;
        this.external = external;
        this.postgres = external.hasPostgres()
                ? Optional.empty()
                : Optional.of(
                        clustered
                                ? new PostgresCluster(ports.postgres(), programs, databases(), context)
                                : Postgres.of(ports.postgres(), programs, databases(), tls, context));
        this.broker = external.hasBroker()
                ? Optional.empty()
                : Optional.of(
                        clustered
                                ? new RabbitMqCluster(ports.broker(), context)
                                : tls.map(files -> Broker.of(ports.broker(), files, context))
                                        .orElseGet(() -> Broker.of(kind, ports.broker(), context)));
        this.mongo = external.hasMongo()
                ? Optional.empty()
                : Optional.of(new MongoStandIn(ports.mongo(), context.data().mongo(), tls));
    }

    private static List<String> databases() {
        return Service.behindTheGateway().stream()
                .filter(service -> !service.keepsDataInMongo())
                .map(Service::database)
                .toList();
    }

    Postgres postgres() {
        return own(postgres, "PostgreSQL");
    }

    Broker broker() {
        return own(broker, "broker");
    }

    MongoStandIn mongo() {
        return own(mongo, "MongoDB");
    }

    Optional<URI> managementUri() {
        return broker.flatMap(Broker::managementUri);
    }

    Optional<URI> metricsUri() {
        return broker.flatMap(Broker::metricsUri);
    }

    /** The stack's own servers, in the order in which they are stopped. */
    List<Server> servers() {
        return Stream.of(broker, mongo, postgres)
                .<Server>flatMap(Optional::stream)
                .toList();
    }

    /**
     * Those of the stack's own servers that must run before a service is started. A broker it waits for by itself; but queues that it
     * declares in a cluster have for members the nodes that are there by then.
     */
    List<Server> neededBy(Service service) {
        return Stream.of(database(service), broker.filter(RabbitMqCluster.class::isInstance))
                .<Server>flatMap(Optional::stream)
                .toList();
    }

    /** What tells a service where its servers are. */
    Map<String, String> environment(Service service) {
        Map<String, String> environment = new TreeMap<>(external.environment());
        if (service == Service.GATEWAY) {
            Service.behindTheGateway()
                    .forEach(behind -> environment.put(
                            "ORDERFLOW_GATEWAY_"
                                    + behind.title().toUpperCase(Locale.ROOT).replace('-', '_'),
                            (tls.isPresent() ? "https://localhost:" : "http://127.0.0.1:") + ports.of(behind)));
            return environment;
        }
        broker.ifPresent(own -> {
            environment.put("SPRING_RABBITMQ_HOST", tls.isPresent() ? "localhost" : "127.0.0.1");
            environment.put("SPRING_RABBITMQ_PORT", String.valueOf(own.port()));
            environment.put("SPRING_RABBITMQ_USERNAME", Broker.USER);
            environment.put(
                    "SPRING_RABBITMQ_PASSWORD", tls.map(TlsFiles::readPassword).orElse(Broker.PASSWORD));
            environment.put("SPRING_RABBITMQ_ADDRESSES", ""); // it would win over host and port
            if (own instanceof RabbitMqCluster cluster) {
                environment.put("SPRING_RABBITMQ_ADDRESSES", cluster.addresses());
                environment.put("ORDERFLOW_RELAY_QUEUE_TYPE", "quorum");
            }
        });
        if (service.keepsDataInMongo()) {
            mongo.ifPresent(own -> environment.put("SPRING_MONGODB_URI", own.uri(service.database())));
        } else if (postgres.isPresent()) {
            environment.put("SPRING_DATASOURCE_URL", postgres.get().jdbcUrl(service.database()));
            environment.put("SPRING_DATASOURCE_USERNAME", Postgres.USER);
            environment.put("SPRING_DATASOURCE_PASSWORD", postgres.get().password());
            // Each connection is a process with memory of its own.
            environment.put("SPRING_DATASOURCE_HIKARI_MINIMUM_IDLE", "4");
        } else {
            environment.put("SPRING_DATASOURCE_URL", external.jdbcUrl(service.database()));
        }
        return environment;
    }

    private Optional<? extends Server> database(Service service) {
        if (service == Service.GATEWAY) {
            return Optional.empty();
        }
        return service.keepsDataInMongo() ? mongo : postgres;
    }

    private static <T> T own(Optional<T> server, String title) {
        return server.orElseThrow(
                () -> new IllegalStateException("This stack uses a " + title + " that runs elsewhere"));
    }
}
