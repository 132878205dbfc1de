package io.orderflow.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.RoutingKey;
import io.orderflow.relay.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AsyncApiDocumentTest {

    private static final Path PROJECT = Path.of("../..");
    private static final Path PUBLISHED_LANGUAGE = PROJECT.resolve("api-events/src/main");
    private static final Path DOCUMENT = PUBLISHED_LANGUAGE.resolve("resources/asyncapi.json");
    private static final Path PAGE = PUBLISHED_LANGUAGE.resolve("resources/asyncapi.html");

    private static final String UPDATE =
            "./mvnw test -pl tools/asyncapi -am -Dtest=AsyncApiDocumentTest -Dasyncapi.update"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static List<ServiceTopology> services;
    private static ObjectNode document;

    @BeforeAll
    static void make() throws IOException {
        services = ServiceTopology.allIn(PROJECT);
        document = AsyncApiDocument.of(
                services, PublishedEvent.all(), Javadocs.in(PUBLISHED_LANGUAGE.resolve("java/io/orderflow/api")));
    }

    @Test
    void theDocumentThatServicesShowIsWhatIsTrue() throws IOException {
        assertKept(DOCUMENT, JSON.writeValueAsString(document) + "\n");
    }

    @Test
    void thePageThatServicesShowIsThatOfTheDocument() throws IOException {
        assertKept(PAGE, AsyncApiPage.of(document));
    }

    @Test
    void everyEventIsInIt_andIsSaidAndHeard() {
        List<String> published = new ClassFileImporter()
                .importPackages(OrderEvent.class.getPackageName()).stream()
                        .filter(type -> type.isAnnotatedWith(RoutingKey.class))
                        .map(JavaClass::getSimpleName)
                        .toList();

        assertThat(published).hasSizeGreaterThan(8);
        assertThat(document.at("/components/messages").propertyNames()).containsExactlyInAnyOrderElementsOf(published);
        assertThat(messagesOf("send")).containsExactlyInAnyOrderElementsOf(published);
        assertThat(messagesOf("receive")).containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void everyEventAndEveryMemberIsExplained() {
        assertThat(document.at("/components/messages").valueStream())
                .allSatisfy(message ->
                        assertThat(message.path("summary").asString("")).isNotBlank());
        assertThat(document.at("/components/schemas").valueStream())
                .flatMap(schema -> schema.path("properties").valueStream().toList())
                .isNotEmpty()
                .allSatisfy(member ->
                        assertThat(member.path("description").asString("")).isNotBlank());
    }

    @Test
    void everyQueueIsInIt_withItsDeadLetterQueue() {
        var relay = services.get(0).relay();
        List<String> queues = Stream.concat(relay.queues().keySet().stream(), relay.histories().values().stream())
                .toList();

        assertThat(document.path("channels").propertyNames())
                .containsAll(queues)
                .containsAll(queues.stream().map(Topology::deadLetterQueueOf).toList());
        relay.queues()
                .forEach((queue, keys) -> assertThat(document.at("/channels/" + queue + "/x-routing-keys")
                                .valueStream()
                                .map(JsonNode::asString))
                        .containsExactlyElementsOf(keys));
    }

    @Test
    void everyServiceThatListensIsInIt() {
        assertThat(services)
                .extracting(ServiceTopology::service)
                .containsExactly("inventory-command", "notification-projection", "order-command");
        assertThat(services)
                .allSatisfy(service -> assertThat(document.path("operations")
                                .has(service.service() + ".receive."
                                        + service.relay().listenTo()))
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("events")
    void theGoldenJsonIsAsItsSchemaSays(PublishedEvent event) {
        assertThat(errors(event, golden(event))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("events")
    void jsonWithoutAMember_orWithAnotherType_isNot(PublishedEvent event) {
        golden(event).propertyNames().forEach(member -> {
            assertThat(errors(event, golden(event).without(member)).isEmpty())
                    .as("may be without %s", member)
                    .isEqualTo(isOptional(event, member));
            assertThat(errors(event, golden(event).put(member, true)))
                    .as("%s is true", member)
                    .isNotEmpty();
        });
    }

    private static boolean isOptional(PublishedEvent event, String member) {
        return Stream.of(event.type().getRecordComponents())
                .anyMatch(component -> component.getName().equals(member) && component.getType() == Optional.class);
    }

    @Test
    void linesAreDescribedToo() {
        ObjectNode order = golden(event("OrderPlaced"));
        ((ObjectNode) order.at("/lines/1")).put("unitPrice", "cheap");

        assertThat(errors(event("OrderPlaced"), order)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("events")
    void headersAreAsTheRelayWritesThem(PublishedEvent event) {
        Schema headers = schema(Map.of(
                "$ref",
                "#/components/messages/" + event.name() + "/headers",
                "components",
                document.path("components")));
        Map<String, Object> sent = event.headersWith(Map.of("correlationId", "c-1"));

        assertThat(headers.validate(JSON.valueToTree(sent))).isEmpty();
        assertThat(sent.keySet()).allSatisfy(name -> {
            ObjectNode incomplete = JSON.valueToTree(sent);
            incomplete.remove(name);
            assertThat(headers.validate(incomplete).isEmpty()).isEqualTo(name.startsWith("axon-metadata-"));
        });
    }

    @Test
    void thePageIsSafe_whateverTheDocumentSays() {
        String evil = "<script>alert(\"&\")</script>";
        ObjectNode changed = document.deepCopy();
        Consumer<String> spoil = path -> ((ObjectNode) changed.at(path)).put("description", evil);
        spoil.accept("/info");
        spoil.accept("/components/schemas/OrderCancelled/properties/reason");
        ((ObjectNode) changed.at("/components/messages/OrderCancelled/examples/0/payload")).put("reason", evil);

        assertThat(AsyncApiPage.of(changed))
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&quot;&amp;&quot;)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"href", "src", "url("})
    void thePageNeedsNothingFromElsewhere(String reference) {
        assertThat(AsyncApiPage.of(document)).doesNotContainPattern(Pattern.quote(reference) + "=?[\"']?(https?:)?//");
    }

    static List<PublishedEvent> events() {
        return PublishedEvent.all();
    }

    private static PublishedEvent event(String name) {
        return events().stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> messagesOf(String action) {
        return document.path("operations")
                .valueStream()
                .filter(operation -> operation.path("action").asString().equals(action))
                .flatMap(operation -> operation.path("messages").valueStream())
                .map(message -> message.path("$ref").asString().replaceFirst(".*/", ""));
    }

    private static List<Error> errors(PublishedEvent event, JsonNode json) {
        return schema(Map.of("$ref", "#/components/schemas/" + event.name(), "components", document.path("components")))
                .validate(json);
    }

    private static Schema schema(Map<String, ?> schema) {
        return SchemaRegistry.withDefaultDialect(
                        Dialects.getDraft7(),
                        registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()))
                .getSchema(JSON.<JsonNode>valueToTree(schema));
    }

    private static ObjectNode golden(PublishedEvent event) {
        return (ObjectNode) JSON.readTree(event.golden());
    }

    private static void assertKept(Path file, String current) throws IOException {
        if (Boolean.getBoolean("asyncapi.update")) {
            Files.writeString(file, current);
        }
        assertThat(current)
                .as("%s is not what would be made now. Make it by: %s", file.normalize(), UPDATE)
                .isEqualTo(Files.readString(file));
    }
}
