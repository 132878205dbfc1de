package io.orderflow.asyncapi;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The document as a page for people: plain HTML, which needs nothing else and runs nothing. */
final class AsyncApiPage {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #d8dee4; --soft: #f6f8fa; --quiet: #57606a; --link: #0550ae }
            @media (prefers-color-scheme: dark) {
              :root { --line: #30363d; --soft: #161b22; --quiet: #9da7b1; --link: #79b8ff }
              body { background: #0d1117; color: #e6edf3 }
            }
            body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 6rem; font: 16px/1.55 system-ui, sans-serif }
            h1, h2, h3 { line-height: 1.25 }
            h2 { margin-top: 3rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line) }
            h3 { margin: 2.5rem 0 .5rem; font-size: 1.25rem }
            a { color: var(--link); text-decoration: none }
            a:hover, a:focus { text-decoration: underline }
            section:target h3 { background: var(--soft) }
            code, pre { font: .875em/1.5 ui-monospace, monospace }
            pre { padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); overflow: auto }
            div { overflow-x: auto }
            table { border-collapse: collapse; width: 100%; margin: .8rem 0 }
            th, td { padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
            th { color: var(--quiet); font-size: .85em; font-weight: 600 }
            td:first-child { white-space: nowrap }
            .quiet { color: var(--quiet) }
            """;

    private final JsonNode document;

    private AsyncApiPage(JsonNode document) {
        this.document = document;
    }

    /** The page of the document. */
    static String of(JsonNode document) {
        return new AsyncApiPage(document).page();
    }

    private String page() {
        String title = text(document.at("/info/title"));
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <h1>%s</h1>
                <p>%s</p>
                <p class="quiet">The same for programs: <a href="asyncapi.json">asyncapi.json</a> (AsyncAPI %s). What is asked and answered over HTTP: <a href="docs">docs</a>.</p>
                <h2 id="overview">Who says what to whom</h2>
                %s<h2 id="events">Events</h2>
                %s<h2 id="headers">Headers</h2>
                <p>Every message has these AMQP headers, and more whose names begin with <code>axon-metadata-</code>.</p>
                %s<h2 id="queues">Queues</h2>
                %s</body>
                </html>
                """.formatted(
                        title,
                        STYLE,
                        title,
                        text(document.at("/info/description")),
                        text(document.path("asyncapi")),
                        overview(),
                        messages().map(this::event).collect(joining()),
                        headers(),
                        queues());
    }

    private Stream<JsonNode> messages() {
        return document.at("/components/messages").valueStream();
    }

    private String overview() {
        return table(
                List.of("Event", "Said by", "Routing key", "Queue", "Heard by"),
                messages()
                        .map(message -> List.of(
                                link(message),
                                services("send", message),
                                channels("routingKey", message),
                                channels("queue", message),
                                services("receive", message)))
                        .toList());
    }

    private String event(JsonNode message) {
        List<List<String>> fields = new ArrayList<>();
        addFields(fields, "", message.path("payload"));
        return """
                <section id="%1$s">
                <h3><a href="#%1$s">%1$s</a></h3>
                <p>%2$s</p>
                <p class="quiet">%3$s says it under %4$s; %5$s hears it from %6$s. Revision %7$s.</p>
                %8$s<pre>%9$s</pre>
                </section>
                """.formatted(
                        text(message.path("name")),
                        text(message.path("summary")),
                        services("send", message),
                        channels("routingKey", message),
                        services("receive", message),
                        channels("queue", message),
                        text(message.at("/headers/properties/axon-message-revision/const")),
                        table(List.of("Member", "Type", "Meaning"), fields),
                        escape(JSON.writeValueAsString(message.at("/examples/0/payload"))));
    }

    private void addFields(List<List<String>> fields, String prefix, JsonNode reference) {
        resolve(reference).path("properties").properties().forEach(property -> {
            String name = prefix + property.getKey();
            JsonNode schema = property.getValue();
            JsonNode items = schema.path("items");
            fields.add(List.of(code(name), type(schema), text(schema.path("description"))));
            addFields(fields, name + "[].", items);
        });
    }

    private String headers() {
        JsonNode headers = messages().findFirst().orElseThrow().path("headers");
        List<String> required =
                headers.path("required").valueStream().map(JsonNode::asString).toList();
        return table(
                List.of("Header", "Type", "Meaning"),
                headers.path("properties").properties().stream()
                        .map(header -> List.of(
                                code(header.getKey()),
                                type(header.getValue())
                                        + (required.contains(header.getKey()) ? "" : ", may be missing"),
                                text(header.getValue().path("description"))))
                        .toList());
    }

    private String queues() {
        return table(
                List.of("Queue", "Bound to", "Read by", "What cannot be read goes to"),
                document.path("channels")
                        .valueStream()
                        .filter(channel -> channel.has("x-dead-letter-queue"))
                        .map(channel -> List.of(
                                code(channel.path("address").asString()),
                                channel.path("x-routing-keys")
                                        .valueStream()
                                        .map(key -> code(key.asString()))
                                        .collect(joining(", ")),
                                text(channel.path("x-read-by")),
                                code(channel.path("x-dead-letter-queue").asString())))
                        .toList());
    }

    /** The services that do so with the message. */
    private String services(String action, JsonNode message) {
        return document.path("operations")
                .valueStream()
                .filter(operation -> operation.path("action").asString().equals(action)
                        && resolve(operation.path("channel")).path("messages").has(nameOf(message)))
                .map(operation -> text(operation.at("/tags/0/name")))
                .distinct()
                .collect(joining(", "));
    }

    private String channels(String kind, JsonNode message) {
        return document.path("channels")
                .valueStream()
                .filter(channel -> channel.at("/bindings/amqp/is").asString().equals(kind)
                        && channel.path("messages").has(nameOf(message)))
                .map(channel -> code(channel.path("address").asString()))
                .collect(joining(", "));
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    private static String type(JsonNode schema) {
        String type = schema.path("type").asString("object");
        String format = schema.path("format").asString("");
        return escape(format.isEmpty() ? type : type + " (" + format + ")");
    }

    private static String link(JsonNode message) {
        return "<a href=\"#%1$s\">%1$s</a>".formatted(escape(nameOf(message)));
    }

    private static String nameOf(JsonNode message) {
        return message.path("name").asString();
    }

    private static String table(List<String> head, List<List<String>> rows) {
        String body = rows.stream()
                .map(row -> row.stream().collect(joining("</td><td>", "<tr><td>", "</td></tr>\n")))
                .collect(joining());
        return "<div><table>\n<tr><th>" + String.join("</th><th>", head) + "</th></tr>\n" + body + "</table></div>\n";
    }

    private static String code(String text) {
        return "<code>" + escape(text) + "</code>";
    }

    private static String text(JsonNode node) {
        return escape(node.asString(""));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
