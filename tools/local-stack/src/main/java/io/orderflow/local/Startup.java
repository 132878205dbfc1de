package io.orderflow.local;

import io.orderflow.local.host.Pause;
import io.orderflow.local.host.Server;
import io.orderflow.local.host.StackException;
import io.orderflow.local.host.Stopwatch;
import io.orderflow.local.process.LogTail;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.service.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Starts servers side by side, and each service as soon as the servers run that it needs. */
final class Startup {

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final Duration USUAL = Duration.ofSeconds(30);

    private final StackContext context;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<Server, CompletableFuture<Void>> servers = new HashMap<>();

    /** @param log where it says what it does, if it is a process of its own */
    private record Part(CompletableFuture<Void> started, Optional<Path> log) {}

    Startup(StackContext context) {
        this.context = context;
    }

    void begin(Server server) {
        CompletableFuture<Void> started = CompletableFuture.runAsync(() -> start(server), Startup::inThread);
        servers.put(server, started);
        parts.put(server.title(), new Part(started, server.log()));
    }

    /** @param needs servers whose start has begun */
    void begin(ServiceProcess service, Collection<Server> needs) {
        CompletableFuture<Void> needed =
                CompletableFuture.allOf(needs.stream().map(servers::get).toArray(CompletableFuture<?>[]::new));
        CompletableFuture<Void> prepared = CompletableFuture.runAsync(service::prepare, Startup::inThread);
        CompletableFuture<Void> started =
                CompletableFuture.allOf(needed, prepared).thenRunAsync(() -> start(service), Startup::inThread);
        parts.put(service.name(), new Part(started, Optional.of(service.log())));
    }

    /** Waits for all parts, or for the first that fails, and says meanwhile what it waits for, and what that does. */
    void await() {
        long begun = System.nanoTime();
        CompletableFuture<?> all = allOrFirstFailure();
        while (!Pause.until(all, SIGN_OF_LIFE)) {
            context.say("  ... waiting for %s (%s)"
                    .formatted(String.join(", ", missing().keySet()), Stopwatch.seconds(begun)));
            if (System.nanoTime() - begun > USUAL.toNanos()) {
                missing()
                        .forEach((name, part) -> part.log()
                                .flatMap(LogTail::lastLine)
                                .ifPresent(line -> context.say("      %s: %s".formatted(name, line))));
            }
        }
        try {
            all.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackException reason ? reason : e;
        }
    }

    /** Runs a task in a thread of its own that keeps no JVM alive. */
    static void inThread(Runnable task) {
        Thread thread = new Thread(task, "local-stack");
        thread.setDaemon(true);
        thread.start();
    }

    private CompletableFuture<?> allOrFirstFailure() {
        List<CompletableFuture<Void>> starts =
                parts.values().stream().map(Part::started).toList();
        CompletableFuture<?> all = CompletableFuture.allOf(starts.toArray(CompletableFuture<?>[]::new));
        CompletableFuture<Void> never = new CompletableFuture<>();
        Stream<CompletableFuture<?>> failures = starts.stream().map(start -> start.thenCompose(done -> never));
        return CompletableFuture.anyOf(Stream.concat(Stream.of(all), failures).toArray(CompletableFuture<?>[]::new));
    }

    private Map<String, Part> missing() {
        Map<String, Part> missing = new LinkedHashMap<>(parts);
        missing.values().removeIf(part -> part.started().isDone());
        return missing;
    }

    private void start(Server server) {
        long begun = System.nanoTime();
        server.start();
        context.say("%s started in %s".formatted(server.title(), Stopwatch.seconds(begun)));
    }

    private void start(ServiceProcess service) {
        long begun = System.nanoTime();
        service.start();
        service.awaitHealthy();
        context.say("%s healthy after %s".formatted(service.name(), Stopwatch.seconds(begun)));
    }
}
