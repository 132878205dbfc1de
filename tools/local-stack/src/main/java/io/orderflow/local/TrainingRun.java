package io.orderflow.local;

import io.orderflow.local.broker.Broker;
import io.orderflow.local.host.DataFolder;
import io.orderflow.local.host.Pause;
import io.orderflow.local.host.Server;
import io.orderflow.local.host.StackException;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.ProcessRecords;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes the AOT caches of the services' images: runs the services as the images do, has them do each kind of work, and keeps
 * what their JVMs loaded. Each service is an {@code app.jar} in a folder of its name, and gets its {@code app.aot} beside it.
 */
public final class TrainingRun {

    /** How long the services may take for each thing that is waited for. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int ORDERS = 100;
    private static final int OK = 200;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Path images;
    private final Path java;
    private final DataFolder data;
    private final StackContext context;
    private final Ports ports = Ports.free();
    private final JsonClient http = new JsonClient(Duration.ofSeconds(30));

    private TrainingRun(Path images, Path java) {
        this.images = images.toAbsolutePath();
        this.java = java;
        this.data = new DataFolder(images.resolve("data"));
        this.context = new StackContext(data, new ProcessRecords(data.pids()), System.out::println, false);
    }

    /** Takes the folder in which each service has its own, and the java program of the images. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "local-stack-logback.xml");
        TrainingRun run = new TrainingRun(Path.of(arguments[0]), Path.of(arguments[1]));
        run.data.lock();
        run.data.startNewLogs();
        try {
            run.record();
            run.makeCaches();
        } finally {
            run.data.close();
        }
    }

    private void record() {
        Infrastructure infrastructure = new Infrastructure(
                ports,
                new ExternalServers(Map.of()),
                Broker.Kind.EMBEDDED,
                Optional.empty(),
                false,
                data.root().resolve("programs"),
                context);
        Map<Service, ManagedProcess> services = new EnumMap<>(Service.class);
        try {
            infrastructure.servers().forEach(Server::start);
            for (Service service : Service.values()) {
                ManagedProcess process = recording(service, infrastructure.environment(service));
                services.put(service, process);
                process.start();
            }
            services.values().forEach(ManagedProcess::awaitReady);
            work();
        } finally {
            services.values().forEach(ManagedProcess::close);
            infrastructure.servers().forEach(Server::close);
        }
    }

    private ManagedProcess recording(Service service, Map<String, String> environment) {
        environment.put("SERVER_PORT", String.valueOf(ports.of(service)));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        return program(
                service.title(),
                environment,
                service,
                "-XX:AOTMode=record",
                "-XX:AOTConfiguration=" + recorded(service),
                "-XX:+UseSerialGC");
    }

    /** One after the other, as each takes as much memory as a service. */
    private void makeCaches() {
        for (Service service : Service.values()) {
            context.say("Making the cache of " + service.title());
            program(
                            service.title() + "-cache",
                            Map.of(),
                            service,
                            "-XX:AOTMode=create",
                            "-XX:AOTConfiguration=" + recorded(service),
                            "-XX:AOTCache=" + folder(service).resolve("app.aot"))
                    .runToEnd();
        }
    }

    private ManagedProcess program(String name, Map<String, String> environment, Service service, String... flags) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-jar", folder(service).resolve("app.jar").toString()));
        return new ManagedProcess(
                name,
                new ManagedProcess.Launch(command, environment, StopSignal.TERM),
                () -> answers(uri(service, "/health"), health -> health.status() == OK),
                context);
    }

    /** What clients ask for; health and shutdown are part of the run. */
    private void work() {
        URI orders = uri(Service.GATEWAY, "/orders");
        for (int order = 1; order <= ORDERS; order++) {
            http.post(orders, "{\"product_id\": %s, \"quantity\": 1, \"unit_price\": 9.50}".formatted(1 + order % 3));
        }
        http.post(orders, """
                {"items": [{"product_id": 1, "quantity": 1, "unit_price": 9.50},
                           {"product_id": 2, "quantity": 999, "unit_price": 9.50}]}""");
        await(
                uri(Service.GATEWAY, "/notifications?limit=1000"),
                list -> list.rows().size() > ORDERS);
        http.get(orders);
        http.get(uri(Service.GATEWAY, "/products"));
        rebuild(Service.ORDER_COMMAND, "orders");
        rebuild(Service.INVENTORY_COMMAND, "products");
        rebuild(Service.NOTIFICATION_PROJECTION, "notifications");
    }

    private void rebuild(Service service, String projection) {
        JsonResponse begun = http.post(uri(service, "/projections/%s/rebuild".formatted(projection)), "");
        await(uri(service, begun.location()), rebuild -> rebuild.text("state").equals("finished"));
    }

    private void await(URI uri, Predicate<JsonResponse> done) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!answers(uri, done)) {
            if (System.nanoTime() > deadline) {
                throw new StackException("The services do not do their work; at %s is still %s"
                        .formatted(uri, http.get(uri).body()));
            }
            Pause.of(POLL);
        }
    }

    private boolean answers(URI uri, Predicate<JsonResponse> expected) {
        try {
            return expected.test(http.get(uri));
        } catch (UncheckedIOException e) {
            return false; // not yet
        }
    }

    private URI uri(Service service, String path) {
        return ServiceProcess.uriOf(ports.of(service)).resolve(path);
    }

    private Path folder(Service service) {
        return images.resolve(service.title());
    }

    private Path recorded(Service service) {
        return data.root().resolve(service.title() + ".aotconf");
    }
}
