package io.orderflow.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.orderflow.local.service.Service;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What Helm makes of the chart. */
class ChartTest {

    /** Operators' kinds, of which Kubernetes itself knows nothing. */
    private static final Set<String> OTHERS = Set.of("ServiceMonitor", "HTTPRoute");

    private static final int CONNECTIONS_OF_AN_INSTANCE = 16;

    @TempDir
    private Path folder;

    static Stream<List<Path>> values() {
        return Stream.of(
                List.of(Chart.EXAMPLE), List.of(Chart.EXAMPLE, Chart.OPEN), List.of(Chart.EXAMPLE, Chart.EVERYTHING));
    }

    private static Chart chart(List<Path> values) {
        return Chart.with(values.toArray(Path[]::new));
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "values", ".yaml"), yaml);
    }

    @Test
    void withoutASayOnWhoMayCall_nothingIsInstalled() throws IOException {
        String example = Files.readString(Chart.EXAMPLE).replaceFirst("(?m)^security:\n(  .*\n)+", "");

        assertThatThrownBy(() -> Chart.with(file(example)))
                .hasMessageContaining("Who may call?")
                .hasMessageContaining("security.issuer")
                .hasMessageContaining("security: open");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "security: closed",
                "security: {issuer: ''}",
                "image: {tag: latest}",
                "services: {order-command: {replicas: 5}}",
                "services: {order-command: {replicas: 0}}",
                "services: {order-command: {environment: {SPRING_DATASOURCE_PASSWORD: secret}}}",
                "autoscaling: {maxReplicas: 5}",
                "rabbitmq: {password: secret}",
                "rabbitmq: {existingSecret: ''}",
                "httpRoute: {enabled: true}",
                "serviceMonitor: {enabled: true}",
                "test: {existingSecret: tester}"
            })
    void whatCannotBeMeant_isRefused(String values) throws IOException {
        Path mistaken = file(values);

        assertThatThrownBy(() -> Chart.with(Chart.EXAMPLE, mistaken)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("values")
    void kubernetesKnowsEachFieldOfEachObject(List<Path> values) throws ReflectiveOperationException {
        List<JsonNode> known = chart(values).objects().stream()
                .filter(object -> !OTHERS.contains(object.path("kind").asString()))
                .toList();

        assertThat(known).hasSizeGreaterThan(15);
        for (JsonNode object : known) {
            requireKnown(object);
        }
    }

    @Test
    void andWouldNoticeOneThatItDoesNotKnow() {
        String misspelled = Chart.with(Chart.EXAMPLE)
                .deployment("gateway")
                .toString()
                .replace("\"livenessProbe\"", "\"livenesProbe\"");

        assertThatThrownBy(() -> requireKnown(Chart.objectsIn(misspelled).get(0)))
                .rootCause()
                .hasMessageContaining("livenesProbe");
    }

    private static void requireKnown(JsonNode object) throws ReflectiveOperationException {
        String version = object.path("apiVersion").asString().replaceFirst(".*/", "");
        Class<?> model = Class.forName("io.kubernetes.client.openapi.models." + version.toUpperCase(Locale.ROOT)
                + object.path("kind").asString());
        try {
            model.getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(object.toString()));
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(object.path("metadata").toString(), e.getCause());
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void noPodMayMoreThanItNeeds(List<Path> values) {
        List<JsonNode> pods = chart(values).pods();

        assertThat(pods).hasSizeGreaterThan(5).allSatisfy(pod -> {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.path("containers")).hasSize(1).allSatisfy((JsonNode container) -> {
                assertThat(container.path("image").asString())
                        .matches("[^:]+:[^:]+")
                        .doesNotEndWith(":latest");
                assertThat(container.at("/resources/limits/memory").asString(""))
                        .isNotEmpty();
                JsonNode security = container.path("securityContext");
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
            });
        });
    }

    @Test
    void certificatesAreWhereConnectionsAreMade() {
        List<JsonNode> pods = Chart.with(Chart.EXAMPLE, Chart.EVERYTHING).pods().stream()
                .filter(pod -> pod.at("/containers/0/image").asString().contains("/orderflow/"))
                .toList();

        assertThat(pods).hasSize(6).allSatisfy(pod -> {
            assertThat(pod.at("/volumes/1/secret/secretName").asString()).isEqualTo("authority");
            assertThat(pod.at("/containers/0/volumeMounts/1/mountPath").asString())
                    .isEqualTo("/etc/orderflow/certificates");
        });
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void eachServiceIsReachedDrainedAndGuarded(Service service) {
        Chart chart = Chart.with(Chart.EXAMPLE);
        JsonNode labels = chart.deployment(service.title()).at("/spec/template/metadata/labels");

        List<JsonNode> selectors = List.of(
                chart.named("Service", "shop-" + service.title()).at("/spec/selector"),
                chart.named("PodDisruptionBudget", "shop-" + service.title()).at("/spec/selector/matchLabels"),
                chart.named("NetworkPolicy", "shop-" + service.title()).at("/spec/podSelector/matchLabels"));

        assertThat(selectors)
                .allSatisfy(selector -> assertThat(labels.properties()).containsAll(selector.properties()));
        assertThat(chart.ofKind("Deployment"))
                .filteredOn(other -> other.at("/spec/template/metadata/labels")
                        .properties()
                        .containsAll(selectors.get(0).properties()))
                .hasSize(1);
    }

    /** An instance has 16 connections (event-store.yml), and while a service is upgraded there is one more. */
    @Test
    void theExamplesServersHaveRoomForAllThatTheChartAllows() throws IOException {
        long most = Chart.objectsIn(Files.readString(Chart.FOLDER.resolve("values.schema.json")))
                .get(0)
                .at("/definitions/replicas/maximum")
                .asLong();
        List<JsonNode> clusters = Chart.objectsIn(Files.readString(Chart.FOLDER.resolve("examples/postgresql.yaml")));

        assertThat(clusters)
                .hasSize(2)
                .allSatisfy(
                        cluster -> assertThat(Long.parseLong(cluster.at("/spec/postgresql/parameters/max_connections")
                                        .asString()))
                                .isGreaterThanOrEqualTo((most + 1) * CONNECTIONS_OF_AN_INSTANCE));
    }

    @Test
    void theExamplesValuesNameTheExamplesServers() throws IOException {
        List<String> made = new ArrayList<>();
        for (String file : List.of("postgresql", "rabbitmq", "mongodb")) {
            Chart.objectsIn(Files.readString(Chart.FOLDER.resolve("examples/" + file + ".yaml")))
                    .forEach(object -> {
                        String name = object.at("/metadata/name").asString();
                        switch (object.path("kind").asString()) {
                            case "Cluster" -> made.add(name + "-app");
                            case "RabbitmqCluster" -> made.add(name + "-default-user");
                            case "MongoDBCommunity" ->
                                made.add(object.at("/spec/users/0/connectionStringSecretName")
                                        .asString());
                            default ->
                                assertThat(object.path("kind").asString()).isEqualTo("Policy");
                        }
                    });
        }

        assertThat(Chart.with(Chart.EXAMPLE).objects())
                .flatExtracting(object -> object.findValues("secretKeyRef"))
                .extracting(reference -> reference.path("name").asString())
                .isNotEmpty()
                .allMatch(made::contains);
    }

    @Test
    void aDatabaseIsMigratedBeforePodsThatDoNot() {
        Chart chart = Chart.with(Chart.EXAMPLE);

        assertThat(chart.ofKind("Job")).hasSize(2).allSatisfy(job -> {
            assertThat(job.at("/metadata/annotations/hook").asString()).isEqualTo("pre-install,pre-upgrade");
            assertThat(job.at("/spec/template/spec/containers/0/env").toString())
                    .contains("-Dspring.context.exit=onRefresh")
                    .doesNotContain("SPRING_FLYWAY_ENABLED");
        });
        for (String service : List.of("order-command", "inventory-command")) {
            assertThat(chart.deployment(service).at("/spec/template/spec/containers/0/env"))
                    .anySatisfy((JsonNode variable) -> {
                        assertThat(variable.path("name").asString()).isEqualTo("SPRING_FLYWAY_ENABLED");
                        assertThat(variable.path("value").asString()).isEqualTo("false");
                    });
        }
    }
}
