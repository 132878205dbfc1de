package io.orderflow.local;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ./run rebuild} runs: lets the service that has a projection build it anew, and shows how far it is until it is
 * done. The rebuild does not depend on who watches it.
 */
final class RebuildCommand {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Map<String, URI> services;
    private final PrintStream out;
    private final boolean terminal;
    private final Duration poll;
    private final Duration patience;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /**
     * @param services the addresses of the services by their names
     * @param terminal whether a line can be written over another
     * @param patience how long to wait for a service that answers no more
     */
    RebuildCommand(Map<String, URI> services, PrintStream out, boolean terminal, Duration poll, Duration patience) {
        this.services = new LinkedHashMap<>(services);
        this.out = out;
        this.terminal = terminal;
        this.poll = poll;
        this.patience = patience;
    }

    /** Of the services of a stack on its standard ports. */
    static RebuildCommand standard(PrintStream out, boolean terminal) {
        Map<String, URI> services = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            services.put(service.title(), ServiceProcess.uriOf(Ports.standard().of(service)));
        }
        return new RebuildCommand(services, out, terminal, Duration.ofMillis(500), Duration.ofMinutes(2));
    }

    /**
     * Returns when the new model is in its place.
     *
     * @throws StackException if it cannot be built, with the reason
     */
    void run(String projection) {
        URI service = serviceWith(projection);
        Answer answer = post(service.resolve("/projections/" + projection + "/rebuild"))
                .orElseThrow(() -> new StackException("Nothing answers at " + service + " any more."));
        if (answer.status() != ACCEPTED) {
            throw new StackException(answer.body().path("detail").asString("It answered " + answer.status()) + ".");
        }
        out.println("Rebuilding " + projection + ". Ctrl-C ends the display, not the rebuild.");
        JsonNode end = watch(service.resolve(answer.location()));
        if (!end.path("state").asString().equals("finished")) {
            throw new StackException("The rebuild of %s failed, and the old model is as it was: %s"
                    .formatted(projection, end.path("reason").asString("")));
        }
        out.println("Done: " + projection + " has been built from "
                + end.path("processed").asLong() + " events.");
    }

    private URI serviceWith(String projection) {
        List<String> silent = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (Map.Entry<String, URI> service : services.entrySet()) {
            Optional<Answer> list =
                    get(service.getValue().resolve("/projections")).filter(Answer::isOk);
            List<String> names = list.stream()
                    .flatMap(answer -> Stream.of(answer.body()))
                    .flatMap(rows -> rows.valueStream())
                    .map(row -> row.path("name").asString(""))
                    .toList();
            if (names.contains(projection)) {
                return service.getValue();
            }
            known.addAll(names);
            if (list.isEmpty()) {
                silent.add(service.getKey() + " does not answer at " + service.getValue() + ".");
            }
        }
        if (silent.size() == services.size()) {
            throw new StackException("Orderflow is not running; ./run starts it. Nothing answers at "
                    + services.values().stream().map(URI::toString).collect(Collectors.joining(", ")) + ".");
        }
        throw new StackException("There is no projection '%s'. Known are: %s."
                        .formatted(projection, String.join(", ", known))
                + silent.stream().map(line -> System.lineSeparator() + line).collect(Collectors.joining()));
    }

    private JsonNode watch(URI rebuild) {
        ProgressDisplay display = new ProgressDisplay(out, terminal);
        long lastAnswer = System.nanoTime();
        while (true) {
            Optional<Answer> answer = get(rebuild).filter(Answer::isOk);
            if (answer.isPresent()) {
                lastAnswer = System.nanoTime();
                JsonNode progress = answer.get().body();
                boolean running = progress.path("state").asString("").equals("running");
                display.show(progress, !running);
                if (!running) {
                    return progress;
                }
            } else if (System.nanoTime() - lastAnswer > patience.toNanos()) {
                display.end();
                throw new StackException("The service answers no more. The rebuild goes on when it is back; GET "
                        + rebuild + " says how far it is.");
            }
            Pause.of(poll);
        }
    }

    private Optional<Answer> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    private Optional<Answer> post(URI uri) {
        return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()));
    }

    /** Empty if there is no answer. */
    private Optional<Answer> send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
            return Optional.of(new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Location").orElse(""),
                    json.readTree(response.body())));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting", e);
        }
    }

    private record Answer(int status, String location, JsonNode body) {

        boolean isOk() {
            return status == OK;
        }
    }
}
