package io.orderflow.system.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.rabbitmq.client.ConnectionFactory;
import io.netty.pkitesting.X509Bundle;
import io.orderflow.local.LocalStack;
import io.orderflow.local.Ports;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.host.FileTrees;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.postgres.Postgres;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.local.tls.TlsFiles;
import io.orderflow.rest.TestAuthority;
import io.orderflow.system.driver.RunningSystem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The packaged services and their servers where all talk by TLS alone, set by Spring Boot's own properties. All certificates are
 * for {@code localhost}: to whom asks for another name, or an address, they are those of somebody else.
 */
class TlsIT {

    private static final String ORDER = "{\"product_id\": 1, \"quantity\": 1, \"unit_price\": 1500.00}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path FOLDER = RunningSystem.data().resolveSibling("tls");
    private static final Path PASSWORDS = FOLDER.resolve("passwords");
    private static final Path STRANGER = FOLDER.resolve("stranger.pem");

    /** Known to one process alone. */
    private static final String ANOTHER_NAME = "elsewhere";

    private static final Path HOSTS = FOLDER.resolve("hosts");
    private static final List<String> KEYS = new ArrayList<>();
    private static final TlsFiles FILES = new TlsFiles(
            FOLDER.resolve("authority.pem"),
            FOLDER.resolve("localhost.pem"),
            FOLDER.resolve("localhost.key"),
            PASSWORDS.resolve("spring.datasource.password"));

    private static TestAuthority authority;
    private static LocalStack stack;
    private static SSLContext tls;
    private static JsonClient http;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(Broker.Kind.preferred())
                .as("the embedded broker is not made to talk by TLS")
                .isEqualTo(Broker.Kind.RABBITMQ);
        FileTrees.delete(FOLDER);
        Files.createDirectories(PASSWORDS);
        authority = new TestAuthority();
        Files.writeString(FILES.authority(), authority.pem());
        Files.writeString(STRANGER, new TestAuthority().pem());
        Files.writeString(HOSTS, "127.0.0.1 localhost\n127.0.0.1 " + ANOTHER_NAME + "\n");
        write(authority.localhost());
        String password = UUID.randomUUID().toString();
        Files.writeString(FILES.password(), password);
        Files.writeString(PASSWORDS.resolve("spring.rabbitmq.password"), password);

        LocalStack.Builder builder = LocalStack.in(ProjectRoot.of(TlsIT.class))
                .data(RunningSystem.data().resolveSibling("tls-stack"))
                .ports(Ports.free())
                .encrypted(FILES)
                .console(System.out::println)
                .unsupervised();
        // One has its passwords from files.
        builder.with(Service.ORDER_COMMAND, "SPRING_CONFIG_IMPORT", "configtree:" + PASSWORDS + "/")
                .with(Service.ORDER_COMMAND, "SPRING_DATASOURCE_PASSWORD", "")
                .with(Service.ORDER_COMMAND, "SPRING_RABBITMQ_PASSWORD", "");
        for (Service service : Service.values()) {
            builder.with(service, "SPRING_SSL_BUNDLE_PEM_OWN_RELOADONUPDATE", "true")
                    .with(service, "SPRING_SSL_BUNDLE_WATCH_FILE_QUIETPERIOD", "1s");
        }
        stack = builder.build();
        tls = FILES.clientContext();
        http = JsonClient.over(tls, PATIENCE);
        stack.start();
    }

    private static void write(X509Bundle certificate) throws IOException {
        Files.writeString(FILES.certificate(), certificate.getCertificatePathPEM());
        Files.writeString(FILES.key(), certificate.getPrivateKeyPEM());
        KEYS.add(Files.readAllLines(FILES.key()).get(1));
    }

    @AfterAll
    static void stopAndFindNoSecretInLogs() throws IOException {
        if (stack == null) {
            return;
        }
        stack.close();
        List<String> secrets = new ArrayList<>(KEYS);
        secrets.add(FILES.readPassword());
        try (Stream<Path> logs = Files.list(stack.logs())) {
            assertThat(logs.filter(log -> log.toString().endsWith(".log")))
                    .hasSizeGreaterThan(Service.values().length)
                    .allSatisfy(log -> assertThat(Files.readString(log)).doesNotContain(secrets));
        }
    }

    @Test
    void anOrderEndsAndItsCustomerIsTold() throws IOException, InterruptedException {
        HttpResponse<InputStream> changes = HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(HttpRequest.newBuilder(at("/orders/stream")).build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(changes.body(), StandardCharsets.UTF_8))) {
            JsonResponse placed = http.post(at("/orders"), ORDER);
            assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
            long id = placed.number("id");

            assertThat(lines.lines().anyMatch(line -> line.startsWith("data:") && line.contains("\"id\":" + id)))
                    .isTrue();
            await().atMost(PATIENCE)
                    .until(() -> http.get(at(placed.location())).text("status").equals("confirmed"));
            await().atMost(PATIENCE)
                    .until(() ->
                            http.get(at("/notifications/order/" + id)).rows().size() == 1);
        }
    }

    @Test
    void historyIsReplayedAndQueuesAreLookedAt() {
        JsonResponse begun = http.post(at("/services/notification-projection/projections/notifications/rebuild"), "");
        assertThat(begun.status()).isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> http.get(at(begun.location())).text("state").equals("finished"));

        for (Service service : Service.behindTheGateway()) {
            for (String path : List.of("/queues", "/dead-letters")) {
                assertThat(http.get(at("/services/" + service.title() + path)).status())
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void noServiceTalksInPlainText(Service service) throws IOException, InterruptedException {
        URI plain =
                URI.create("http://localhost:" + stack.service(service).uri().getPort() + "/health");

        HttpResponse<String> refused =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void noServerTalksInPlainText() {
        assertThatThrownBy(() -> DriverManager.getConnection(
                        "jdbc:postgresql://localhost:%s/orders?sslmode=disable"
                                .formatted(stack.postgres().port()),
                        Postgres.USER,
                        FILES.readPassword()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no encryption");
        ConnectionFactory broker = new ConnectionFactory();
        broker.setPort(stack.broker().port());
        broker.setUsername(Broker.USER);
        broker.setPassword(FILES.readPassword());
        assertThatThrownBy(broker::newConnection).isInstanceOf(IOException.class);
        try (MongoClient mongo = MongoClients.create("mongodb://localhost:%s/?serverSelectionTimeoutMS=2000"
                .formatted(stack.mongo().port()))) {
            assertThatThrownBy(() -> mongo.getDatabase("notifications").runCommand(new Document("ping", 1)))
                    .isInstanceOf(MongoTimeoutException.class);
        }
    }

    @Test
    void whoIsNotTrustedIsNotTalkedTo_andTheLogSaysWhy() {
        ServiceProcess orders = stack.launchAnother(
                Service.ORDER_COMMAND,
                Map.of(
                        "SPRING_DATASOURCE_URL",
                        stack.postgres()
                                .jdbcUrl("orders")
                                .replace(FILES.authority().toString(), STRANGER.toString())));
        ServiceProcess inventory = stack.launchAnother(
                Service.INVENTORY_COMMAND,
                Map.of(
                        "SPRING_DATASOURCE_URL",
                        stack.postgres().jdbcUrl("inventory").replace("localhost", "127.0.0.1")));
        ServiceProcess ofStrangers = stack.launchAnother(
                Service.NOTIFICATION_PROJECTION,
                Map.of("SPRING_SSL_BUNDLE_PEM_TRUSTED_TRUSTSTORE_CERTIFICATE", STRANGER.toString()));
        ServiceProcess ofAnotherName = stack.launchAnother(
                Service.NOTIFICATION_PROJECTION,
                Map.of(
                        "JDK_JAVA_OPTIONS",
                        "-Djdk.net.hosts.file=" + HOSTS,
                        "SPRING_RABBITMQ_HOST",
                        ANOTHER_NAME,
                        "SPRING_MONGODB_URI",
                        stack.mongo().uri("notifications").replace("localhost", ANOTHER_NAME)));

        awaitLog(orders, "SSL error: PKIX path");
        awaitLog(inventory, "hostname 127.0.0.1 could not be verified");
        await().atMost(PATIENCE).until(() -> !orders.isAlive() && !inventory.isAlive());
        awaitLog(
                ofStrangers,
                "notifications cannot be consumed, and is tried again: javax.net.ssl.SSLHandshakeException: PKIX",
                "MongoSocketWriteException");
        awaitLog(
                ofAnotherName,
                "notifications cannot be consumed, and is tried again: javax.net.ssl.SSLHandshakeException: No subject",
                "MongoSocketWriteException");
        Stream.of(orders, inventory, ofStrangers, ofAnotherName).forEach(stack::stopAnother);
    }

    private static void awaitLog(ServiceProcess service, String... reasons) {
        await("the reason in the log of " + service.name())
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readString(service.log())).contains(reasons));
    }

    @Test
    void aNewCertificateIsShownWithoutARestart() throws Exception {
        X509Bundle renewed = authority.localhost();
        write(renewed);

        for (ServiceProcess service : List.of(stack.service(Service.GATEWAY), stack.service(Service.ORDER_COMMAND))) {
            await().atMost(PATIENCE).until(() -> certificateOf(service).equals(renewed.getCertificate()));
        }
        assertThat(http.get(at("/orders")).status()).isEqualTo(200);
    }

    private static X509Certificate certificateOf(ServiceProcess service) throws IOException {
        try (SSLSocket socket = (SSLSocket)
                tls.getSocketFactory().createSocket("localhost", service.uri().getPort())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static URI at(String path) {
        return stack.service(Service.GATEWAY).uri().resolve(path);
    }
}
