package io.orderflow.local;

import io.orderflow.local.host.Pause;
import io.orderflow.local.host.Server;
import io.orderflow.local.host.StackException;
import io.orderflow.local.host.Stopwatch;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.service.ServiceProcess;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Starts servers side by side, and each service as soon as the servers run that it needs. */
final class Startup {

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final Duration USUAL = Duration.ofMinutes(1);

    private final StackContext context;
    private final Map<String, CompletableFuture<Void>> parts = new LinkedHashMap<>();
    private final Map<Server, CompletableFuture<Void>> servers = new HashMap<>();

    Startup(StackContext context) {
        this.context = context;
    }

    void begin(Server server) {
        CompletableFuture<Void> started = CompletableFuture.runAsync(() -> start(server), Startup::inThread);
        servers.put(server, started);
        parts.put(server.title(), started);
    }

    /** @param needs servers whose start has begun */
    void begin(ServiceProcess service, Collection<Server> needs) {
        CompletableFuture<Void> needed =
                CompletableFuture.allOf(needs.stream().map(servers::get).toArray(CompletableFuture<?>[]::new));
        parts.put(service.name(), needed.thenRunAsync(() -> start(service), Startup::inThread));
    }

    /** Waits for all parts, or for the first that fails, and shows meanwhile that it goes on. */
    void await() {
        long begun = System.nanoTime();
        CompletableFuture<?> all = allOrFirstFailure();
        boolean explained = false;
        while (!Pause.until(all, SIGN_OF_LIFE)) {
            context.say("  ... waiting for %s (%s)".formatted(String.join(", ", missing()), Stopwatch.seconds(begun)));
            if (!explained && System.nanoTime() - begun > USUAL.toNanos()) {
                explained = true;
                context.say(
                        "  This takes long, as on a machine that is busy. What ends is given up, and what does not, after %s minutes. Logs: %s"
                                .formatted(
                                        ManagedProcess.LIMIT.toMinutes(),
                                        context.data().logs()));
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
        CompletableFuture<?> all = CompletableFuture.allOf(parts.values().toArray(CompletableFuture<?>[]::new));
        CompletableFuture<Void> never = new CompletableFuture<>();
        Stream<CompletableFuture<?>> failures = parts.values().stream().map(part -> part.thenCompose(done -> never));
        return CompletableFuture.anyOf(Stream.concat(Stream.of(all), failures).toArray(CompletableFuture<?>[]::new));
    }

    private List<String> missing() {
        return parts.entrySet().stream()
                .filter(part -> !part.getValue().isDone())
                .map(Map.Entry::getKey)
                .toList();
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
