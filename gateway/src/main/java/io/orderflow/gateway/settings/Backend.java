package io.orderflow.gateway.settings;

import java.net.URI;
import java.util.List;

/**
 * A service behind the gateway.
 *
 * @param name the name by which people, modules and metrics know it
 * @param paths what clients call it for
 * @param uri where it listens
 */
public record Backend(String name, List<String> paths, URI uri) {

    /** Whether clients find it under the same path. */
    public boolean isOfClients(String path) {
        return paths.stream().anyMatch(own -> path.equals(own) || path.startsWith(own + "/"));
    }

    /** The path under which operators find all of it. */
    public String operatorsPath() {
        return "/services/" + name;
    }
}
