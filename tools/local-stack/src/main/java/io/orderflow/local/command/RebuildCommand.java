package io.orderflow.local.command;

import io.orderflow.local.Ports;
import io.orderflow.local.host.Pause;
import io.orderflow.local.host.StackException;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.issuer.DevelopmentIssuer;
import io.orderflow.local.issuer.Tokens;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

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
    private final JsonClient http;

    /**
     * @param services the addresses of the services by their names
     * @param terminal whether a line can be written over another
     * @param patience how long to wait for a service that answers no more
     * @param headers what is sent with each request, such as a token
     */
    RebuildCommand(
            Map<String, URI> services,
            PrintStream out,
            boolean terminal,
            Duration poll,
            Duration patience,
            Map<String, String> headers) {
        this.http = new JsonClient(TIMEOUT, headers);
        this.services = new LinkedHashMap<>(services);
        this.out = out;
        this.terminal = terminal;
        this.poll = poll;
        this.patience = patience;
    }

    /** Of the services of a stack on its standard ports, with a token of an operator, if they ask for tokens. */
    static RebuildCommand standard(PrintStream out, boolean terminal) {
        Map<String, URI> services = new LinkedHashMap<>();
        for (Service service : Service.behindTheGateway()) {
            services.put(service.title(), ServiceProcess.uriOf(Ports.standard().of(service)));
        }
        Map<String, String> headers = new Tokens(DevelopmentIssuer.uriOf(DevelopmentIssuer.STANDARD_PORT))
                .of("operator", "operator")
                .map(Tokens::header)
                .orElse(Map.of());
        return new RebuildCommand(services, out, terminal, Duration.ofMillis(500), Duration.ofMinutes(2), headers);
    }

    /**
     * Returns when the new model is in its place.
     *
     * @throws StackException if it cannot be built, with the reason
     */
    void run(String projection) {
        URI service = serviceWith(projection);
        URI start = service.resolve("/projections/" + projection + "/rebuild");
        JsonResponse answer = answer(() -> http.post(start, ""))
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
            Optional<JsonResponse> list = get(service.getValue().resolve("/projections"));
            List<String> names = list.stream()
                    .flatMap(answer -> answer.rows().stream())
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
            Optional<JsonResponse> answer = get(rebuild);
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

    private Optional<JsonResponse> get(URI uri) {
        return answer(() -> http.get(uri)).filter(answer -> answer.status() == OK);
    }

    /** Empty if there is no answer. */
    private static Optional<JsonResponse> answer(Supplier<JsonResponse> request) {
        try {
            return Optional.of(request.get());
        } catch (UncheckedIOException | JacksonException e) {
            return Optional.empty();
        }
    }
}
