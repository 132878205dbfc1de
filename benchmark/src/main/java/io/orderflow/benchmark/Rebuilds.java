package io.orderflow.benchmark;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** How fast a read model is built anew, as the service itself tells it. */
final class Rebuilds {

    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Http http;

    Rebuilds(Http http) {
        this.http = http;
    }

    /** Rebuilds a read model, and gives the events per second; empty if the service knows no such rebuild. */
    OptionalDouble eventsPerSecond(URI service, String name) {
        Http.Answer started = http.post(service.resolve("/projections/" + name + "/rebuild"), "");
        if (started.status() == NOT_FOUND) {
            return OptionalDouble.empty();
        }
        URI rebuild = service.resolve(started.require(ACCEPTED).location());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode state = http.get(rebuild).require(OK).json();
            switch (state.get("state").asString()) {
                case "finished" -> {
                    return OptionalDouble.of(state.get("events_per_second").asDouble());
                }
                case "failed" -> throw new IllegalStateException("The rebuild of " + name + " failed: " + state);
                default -> Workload.pause(Duration.ofMillis(100));
            }
        }
        throw new IllegalStateException("The rebuild of %s takes more than %d s".formatted(name, PATIENCE.toSeconds()));
    }
}
