package io.orderflow.relay.topology;

import org.springframework.util.AntPathMatcher;

/** Routing keys, as a topic exchange understands them. */
public final class RoutingKeys {

    private static final AntPathMatcher TOPICS = new AntPathMatcher(".");

    private RoutingKeys() {}

    /** Whether a binding with the pattern, in which {@code *} is one word and {@code #} any number, takes the key. */
    public static boolean matches(String pattern, String routingKey) {
        return TOPICS.match(pattern.replace("#", "**"), routingKey);
    }
}
