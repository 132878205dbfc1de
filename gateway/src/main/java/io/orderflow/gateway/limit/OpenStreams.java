package io.orderflow.gateway.limit;

import io.orderflow.gateway.settings.GatewayProperties;
import io.orderflow.rest.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** How many streams each client has open: a stream is one request, but keeps a connection for as long as it lasts. */
@Component
public class OpenStreams {

    private static final long RETRY_AFTER_SECONDS = 10;

    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final int most;

    OpenStreams(GatewayProperties properties) {
        most = properties.streamsPerClient();
    }

    /**
     * Counts one more for who asks, by the same names as the limit for requests.
     *
     * @return what is to be run, once, when it is closed
     * @throws RefusedException if the client has as many as it may
     */
    public Runnable add(HttpServletRequest request) {
        String client = RateLimitFilter.client(request);
        if (open.merge(client, 1, Integer::sum) > most) {
            remove(client);
            throw new RefusedException(
                            HttpStatus.TOO_MANY_REQUESTS, most + " streams are open already; close one, and try again")
                    .retryAfter(RETRY_AFTER_SECONDS);
        }
        return () -> remove(client);
    }

    private void remove(String client) {
        open.computeIfPresent(client, (same, streams) -> streams == 1 ? null : streams - 1);
    }
}
