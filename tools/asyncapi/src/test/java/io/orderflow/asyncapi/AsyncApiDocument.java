package io.orderflow.asyncapi;

import static java.util.stream.Collectors.joining;

import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.RoutingKeys;
import io.orderflow.relay.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.axonframework.messaging.Headers;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document of the events by AsyncAPI 3: what is published, by whom, where it travels and who hears it. It is made of what
 * the system itself is made of: the events with their Javadoc and golden JSON, the services' configuration, and the headers that
 * the relay writes.
 */
final class AsyncApiDocument {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String BINDING_VERSION = "0.3.0";

    private static final Map<String, String> TRACE =
            Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    private static final Map<String, String> MEANINGS = Map.of(
            Headers.MESSAGE_ID,
            "The event's identifier, which is the property message_id too. An event that comes again has the same.",
            Headers.MESSAGE_TYPE,
            "The event's name, which is the property type too.",
            Headers.MESSAGE_REVISION,
            "The revision of its JSON.",
            Headers.MESSAGE_TIMESTAMP,
            "When it happened, in UTC; the property timestamp has the seconds of it.",
            Headers.AGGREGATE_TYPE,
            "What it happened to: an Order or a Product.",
            Headers.AGGREGATE_ID,
            "Which one it happened to, e.g. order-1.",
            Headers.AGGREGATE_SEQ,
            "Its number in the history of that one, from 0.",
            "traceparent",
            "The W3C trace context of what it belongs to, if that is traced.");

    private final List<ServiceTopology> services;
    private final EventRelayProperties relay;
    private final List<PublishedEvent> events;
    private final Javadocs javadocs;

    private AsyncApiDocument(List<ServiceTopology> services, List<PublishedEvent> events, Javadocs javadocs) {
        this.services = services;
        this.relay = services.get(0).relay();
        this.events = events;
        this.javadocs = javadocs;
    }

    /** The document of these events. */
    static ObjectNode of(List<ServiceTopology> services, List<PublishedEvent> events, Javadocs javadocs) {
        return new AsyncApiDocument(services, events, javadocs).document();
    }

    private ObjectNode document() {
        ObjectNode document = object().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Orderflow's events")
                .put("version", "1")
                .put(
                        "description",
                        "The events by which Orderflow's services talk. They are published to the topic exchange "
                                + relay.exchange()
                                + " as persistent JSON messages, at least once; what comes again has the"
                                + " same message_id. Members that a reader does not know are to be passed over.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0");
        document.put("defaultContentType", "application/json");
        document.set("channels", channels());
        document.set("operations", operations());
        ObjectNode components = document.putObject("components");
        components.set("messages", messages());
        components.set("schemas", schemas());
        return document;
    }

    private ObjectNode channels() {
        ObjectNode channels = object();
        events.stream().map(PublishedEvent::routingKey).distinct().forEach(key -> {
            ObjectNode channel =
                    channel(channels, key, "What is published under the routing key " + key + ".", List.of(key));
            amqp(channel, "routingKey")
                    .putObject("exchange")
                    .put("name", relay.exchange())
                    .put("type", "topic")
                    .put("durable", true)
                    .put("autoDelete", false);
        });
        services.forEach(service -> {
            String queue = service.relay().listenTo();
            addQueue(channels, queue, "Events for ", service, relay.queues().get(queue));
        });
        services.stream()
                .filter(service -> service.relay().replayRequests() != null)
                .forEach(service -> addQueue(
                        channels,
                        service.relay().replayRequests(),
                        "Requests, which are no events, for the history of ",
                        service,
                        List.of(Topology.REPLAY_REQUEST)));
        return channels;
    }

    private void addQueue(ObjectNode channels, String queue, String what, ServiceTopology reader, List<String> keys) {
        String dead = Topology.deadLetterQueueOf(queue);
        String description = "%s%s; bound to %s.".formatted(what, reader.service(), String.join(" and ", keys));
        ObjectNode channel = channel(channels, queue, description, keys);
        describe(channel, queue);
        channel.put("x-read-by", reader.service());
        keys.forEach(channel.putArray("x-routing-keys")::add);
        channel.put("x-dead-letter-queue", dead);
        describe(
                channel(
                        channels,
                        dead,
                        "What came to " + queue + " and could not be read; the header x-parked-reason says why.",
                        List.of()),
                dead);
    }

    private static void describe(ObjectNode channel, String queue) {
        amqp(channel, "queue")
                .putObject("queue")
                .put("name", queue)
                .put("durable", true)
                .put("exclusive", false)
                .put("autoDelete", false);
    }

    private ObjectNode channel(ObjectNode channels, String address, String description, List<String> keys) {
        ObjectNode channel = channels.putObject(address).put("address", address).put("description", description);
        ObjectNode messages = channel.putObject("messages");
        eventsOf(keys).forEach(event -> messages.set(event.name(), ref("components", "messages", event.name())));
        return channel;
    }

    private Stream<PublishedEvent> eventsOf(List<String> keys) {
        return events.stream()
                .filter(event -> keys.stream().anyMatch(key -> RoutingKeys.matches(key, event.routingKey())));
    }

    private static ObjectNode amqp(ObjectNode channel, String kind) {
        return channel.putObject("bindings").putObject("amqp").put("is", kind).put("bindingVersion", BINDING_VERSION);
    }

    private ObjectNode operations() {
        ObjectNode operations = object();
        events.forEach(event -> operation(
                        operations, event.publisher(), "send", event.routingKey(), List.of(event.routingKey()))
                .put("deliveryMode", 2));
        services.forEach(service -> operation(
                        operations,
                        service.service(),
                        "receive",
                        service.relay().listenTo(),
                        relay.queues().get(service.relay().listenTo()))
                .put("ack", true));
        return operations;
    }

    /** Adds what a service does, and returns what is to be said of AMQP. */
    private ObjectNode operation(
            ObjectNode operations, String service, String action, String channel, List<String> keys) {
        ObjectNode operation = operations.putObject(service + "." + action + "." + channel);
        operation
                .put("action", action)
                .put("title", service + ("send".equals(action) ? " says " : " hears ") + names(keys));
        operation.set("channel", ref("channels", channel));
        operation.putArray("tags").addObject().put("name", service);
        var messages = operation.putArray("messages");
        eventsOf(keys).forEach(event -> messages.add(ref("channels", channel, "messages", event.name())));
        return operation.putObject("bindings").putObject("amqp").put("bindingVersion", BINDING_VERSION);
    }

    private String names(List<String> keys) {
        return eventsOf(keys).map(PublishedEvent::name).collect(joining(", "));
    }

    private ObjectNode messages() {
        ObjectNode messages = object();
        events.forEach(event -> {
            ObjectNode message = messages.putObject(event.name());
            message.put("name", event.name())
                    .put("title", event.name())
                    .put("summary", javadocs.ofType(event.type()))
                    .put("contentType", "application/json");
            message.set("headers", headers(event));
            message.set("payload", ref("components", "schemas", event.name()));
            message.putArray("examples").addObject().set("payload", JSON.readTree(event.golden()));
            message.putObject("bindings")
                    .putObject("amqp")
                    .put("contentEncoding", "UTF-8")
                    .put("messageType", event.name())
                    .put("bindingVersion", BINDING_VERSION);
        });
        return messages;
    }

    private static ObjectNode headers(PublishedEvent event) {
        ObjectNode headers = object().put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        new TreeMap<>(event.headersWith(TRACE)).forEach((name, value) -> {
            ObjectNode header = properties.putObject(name).put("type", value instanceof Number ? "integer" : "string");
            if (!MEANINGS.containsKey(name)) {
                throw new IllegalStateException("It is not said here what the header " + name + " means");
            }
            header.put("description", MEANINGS.get(name));
        });
        properties.withObjectProperty(Headers.MESSAGE_TYPE).put("const", event.name());
        properties.withObjectProperty(Headers.MESSAGE_REVISION).put("const", event.revision());
        properties.withObjectProperty(Headers.MESSAGE_TIMESTAMP).put("format", "date-time");
        headers.putObject("patternProperties")
                .putObject("^" + Headers.MESSAGE_METADATA + "-")
                .put("type", "string")
                .put("description", "What else its publisher noted of it.");
        var required = headers.putArray("required");
        event.headersWith(Map.of()).keySet().stream().sorted().forEach(required::add);
        return headers;
    }

    private ObjectNode schemas() {
        var config = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON)
                .with(
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.EXTRA_OPEN_API_FORMAT_VALUES,
                        Option.FLATTENED_OPTIONALS)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forTypesInGeneral()
                .withPropertySorter((unusedFirst, unusedSecond) -> 0) // as they are declared
                .withDescriptionResolver(type -> javadocs.ofType(type.getType().getErasedType()));
        config.forFields()
                .withRequiredCheck(field -> !field.getDeclaredType().isInstanceOf(Optional.class))
                .withDescriptionResolver(field -> field.isFakeContainerItemScope()
                        ? null
                        : javadocs.ofComponent(field.getDeclaringType().getErasedType(), field.getName()));
        SchemaBuilder schemas = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
        events.forEach(event -> schemas.createSchemaReference(event.type()));
        return schemas.collectDefinitions("components/schemas");
    }

    private static ObjectNode ref(String... path) {
        return object().put("$ref", "#/" + String.join("/", path));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
