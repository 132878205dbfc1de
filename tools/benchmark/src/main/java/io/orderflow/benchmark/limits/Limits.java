package io.orderflow.benchmark.limits;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.orderflow.benchmark.load.Clients;
import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Polling;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.local.LocalStack;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.process.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.bson.Document;

/** What the parts under the system can do by themselves, on this machine, as the system uses them, per second. */
public final class Limits {

    /** Messages that the relay publishes at once, and notifications that are stored at once, under load. */
    public static final int BATCH = 200;

    /** About as large as the events. */
    private static final int MESSAGE_BYTES = 300;

    private static final int ROUNDS = 3;
    private static final int COMMITS = 20_000;
    private static final int MESSAGES = 60_000;
    private static final int DOCUMENTS = 20_000;
    private static final int REQUESTS = 60_000;
    private static final int CONFIRM_TIMEOUT_MILLIS = 10_000;
    private static final int OK = 200;

    private final LocalStack stack;

    public Limits(LocalStack stack) {
        this.stack = stack;
    }

    /** What was measured, in each case per second. */
    public record Measured(Spread commits, Spread publishes, Spread bulkWrites, Spread requests) {

        /** How much of a limit so much per second is. */
        public static Report.Share share(double perSecond, Spread limit, String name) {
            return new Report.Share(perSecond / limit.median(), name);
        }
    }

    /**
     * Measures one after the other; the first round of each is a warm-up.
     *
     * @param many connections to PostgreSQL
     * @param few connections to the web server
     */
    public Measured measure(Http http, int many, int few) {
        return new Measured(
                rounds(() -> commits(many, COMMITS)),
                rounds(() -> publishes(MESSAGES)),
                rounds(() -> bulkWrites(DOCUMENTS)),
                emptyRequests(http, few));
    }

    private static Spread rounds(DoubleSupplier round) {
        return Spread.of(DoubleStream.generate(round).skip(1).limit(ROUNDS).toArray());
    }

    /** Transactions of one row each, over as many connections. */
    private double commits(int connections, int commits) {
        BlockingQueue<java.sql.Connection> pool = new ArrayBlockingQueue<>(connections);
        try {
            for (int connection = 0; connection < connections; connection++) {
                pool.add(stack.postgres().connect("postgres"));
            }
            try (Statement statement = pool.element().createStatement()) {
                statement.execute("DROP TABLE IF EXISTS limit_probe");
                statement.execute("CREATE TABLE limit_probe (id bigint PRIMARY KEY, payload text NOT NULL)");
            }
            String payload = "x".repeat(MESSAGE_BYTES);
            return Clients.run(connections, commits, number -> commitRow(pool, number, payload))
                    .perSecond();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.forEach(Limits::close);
        }
    }

    private static void commitRow(BlockingQueue<java.sql.Connection> pool, int number, String payload) {
        java.sql.Connection connection = pool.remove();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO limit_probe VALUES (?, ?)")) {
            insert.setLong(1, number);
            insert.setString(2, payload);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.add(connection);
        }
    }

    private static void close(java.sql.Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Persistent messages to a durable queue, confirmed batch by batch. */
    private double publishes(int messages) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(stack.broker().port());
        factory.setUsername(Broker.USER);
        factory.setPassword(Broker.PASSWORD);
        String queue = "limit-" + UUID.randomUUID();
        byte[] body = new byte[MESSAGE_BYTES];
        try (Connection connection = factory.newConnection("benchmark");
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, null);
            channel.confirmSelect();
            long begun = System.nanoTime();
            for (int message = 1; message <= messages; message++) {
                channel.basicPublish("", queue, true, MessageProperties.PERSISTENT_BASIC, body);
                if (message % BATCH == 0) {
                    channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
                }
            }
            channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
            double seconds = (System.nanoTime() - begun) / 1e9;
            channel.queueDelete(queue);
            return messages / seconds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Documents stored, a batch in one round trip, as notifications are. */
    private double bulkWrites(int documents) {
        try (MongoClient client = MongoClients.create(stack.mongo().uri("limit"))) {
            MongoCollection<Document> collection = client.getDatabase("limit")
                    .getCollection("probe")
                    .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
            long begun = System.nanoTime();
            for (int done = 0; done < documents; done += BATCH) {
                List<WriteModel<Document>> bulk = new ArrayList<>();
                for (int number = done; number < Math.min(done + BATCH, documents); number++) {
                    bulk.add(upsert(number));
                }
                collection.bulkWrite(bulk);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            collection.drop();
            return documents / seconds;
        }
    }

    private static WriteModel<Document> upsert(long number) {
        return new UpdateOneModel<>(
                new Document("_id", UUID.randomUUID().toString()),
                Updates.combine(
                        Updates.setOnInsert("order_id", number),
                        Updates.setOnInsert("status", "confirmed"),
                        Updates.setOnInsert("message", "Order " + number + " has been confirmed"),
                        Updates.setOnInsert("created_at", Instant.now())),
                new UpdateOptions().upsert(true));
    }

    /** Requests that are answered at once and with nothing. */
    private Spread emptyRequests(Http http, int connections) {
        int port = FreePorts.next();
        Process server = null;
        try {
            Path folder = Files.createDirectories(stack.logs().resolve("empty-endpoint"));
            server = new ProcessBuilder(
                            JavaProgram.likeAService(EmptyEndpoint.class, String.valueOf(port), folder.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            URI uri = URI.create("http://localhost:" + port + "/");
            awaitAnswer(http, uri, server);
            return rounds(() -> Clients.run(
                            connections, REQUESTS, number -> http.get(uri).require(OK))
                    .perSecond());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (server != null) {
                end(server);
            }
        }
    }

    private static void end(Process server) {
        server.destroy();
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitAnswer(Http http, URI uri, Process server) {
        Polling.until("no answers of the empty web server", () -> !server.isAlive() || answers(http, uri));
        if (!server.isAlive()) {
            throw new IllegalStateException("The empty web server does not answer");
        }
    }

    private static boolean answers(Http http, URI uri) {
        try {
            http.get(uri).require(OK);
            return true;
        } catch (UncheckedIOException e) {
            return false; // it does not listen yet
        }
    }
}
