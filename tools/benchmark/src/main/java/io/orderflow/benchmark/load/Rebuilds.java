package io.orderflow.benchmark.load;

import java.net.URI;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** How fast a read model is built anew, as the service itself tells it. */
public final class Rebuilds {

    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final Http http;

    public Rebuilds(Http http) {
        this.http = http;
    }

    /** Rebuilds a read model, and gives the events per second; empty if the service knows no such rebuild. */
    public OptionalDouble eventsPerSecond(URI service, String name) {
        Http.Answer started = http.post(service.resolve("/projections/" + name + "/rebuild"), "");
        if (started.status() == NOT_FOUND) {
            return OptionalDouble.empty();
        }
        URI rebuild = service.resolve(started.require(ACCEPTED).location());
        Polling.until("events to rebuild " + name + " from", () -> !isRunning(state(rebuild)));
        JsonNode end = state(rebuild);
        if (!end.get("state").asString().equals("finished")) {
            throw new IllegalStateException("The rebuild of " + name + " failed: " + end);
        }
        return OptionalDouble.of(end.get("events_per_second").asDouble());
    }

    private JsonNode state(URI rebuild) {
        return http.get(rebuild).require(OK).json();
    }

    private static boolean isRunning(JsonNode state) {
        return state.get("state").asString().equals("running");
    }
}
