package io.orderflow.asyncapi;

import io.orderflow.relay.topology.EventRelayProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * Where events travel, as a service is configured.
 *
 * @param service its name
 * @param relay what it binds of {@code orderflow.relay}
 */
record ServiceTopology(String service, EventRelayProperties relay) {

    private static final Resource SHARED = new ClassPathResource("orderflow-topology.yml");
    private static final String CONFIGURATION = "src/main/resources/application.yml";

    /** All services of the project that take events, by their names. */
    static List<ServiceTopology> allIn(Path project) throws IOException {
        List<ServiceTopology> services = new ArrayList<>();
        try (Stream<Path> modules = Files.list(project).sorted()) {
            for (Path configuration : modules.map(module -> module.resolve(CONFIGURATION))
                    .filter(Files::exists)
                    .toList()) {
                Binder binder = binder(new FileSystemResource(configuration), SHARED);
                EventRelayProperties relay = binder.bind("orderflow.relay", EventRelayProperties.class)
                        .get();
                if (relay.listenTo() != null) {
                    services.add(new ServiceTopology(
                            binder.bind("spring.application.name", String.class).get(), relay));
                }
            }
        }
        return services;
    }

    private static Binder binder(Resource... files) throws IOException {
        List<PropertySource<?>> sources = new ArrayList<>();
        for (Resource file : files) {
            sources.addAll(new YamlPropertySourceLoader().load(file.getDescription(), file));
        }
        return new Binder(ConfigurationPropertySources.from(sources));
    }
}
