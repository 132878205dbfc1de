package io.orderflow.projection.weather;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** An application that listens to a port of this machine, as its users and operators see it. */
final class RunningApplication implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final RestClient http;

    private RunningApplication(ConfigurableApplicationContext context) {
        this.context = context;
        this.http = RestClient.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    JsonNode get(String path, Object... variables) {
        return http.get().uri(path, variables).retrieve().body(JsonNode.class);
    }

    /** Returns the address of what has begun; null if nothing that has one. */
    URI post(String path, Object... variables) {
        return http.post()
                .uri(path, variables)
                .retrieve()
                .toBodilessEntity()
                .getHeaders()
                .getLocation();
    }

    void delete(String path, Object... variables) {
        http.delete().uri(path, variables).retrieve().toBodilessEntity();
    }

    /** What a test needs to do damage. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** How an application is started that is on one class path with the others. */
    static final class Launch {

        private final Class<?> application;
        private final List<String> hiddenPackages = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();

        /** @param configuration the folder that its configuration is in */
        Launch(Class<?> application, String configuration) {
            this.application = application;
            with("spring.config.location", "classpath:weather/" + configuration + "/");
            with("server.address", "127.0.0.1");
            with("server.port", "0");
        }

        Launch with(String property, Object value) {
            arguments.add("--" + property + "=" + value);
            return this;
        }

        /** Hides libraries that the application would not have on a class path of its own. */
        Launch without(List<String> packages) {
            hiddenPackages.addAll(packages);
            return this;
        }

        RunningApplication start() {
            FilteredClassLoader libraries = new FilteredClassLoader(hiddenPackages.toArray(String[]::new));
            return new RunningApplication(
                    new SpringApplicationBuilder(new DefaultResourceLoader(libraries), application)
                            .run(arguments.toArray(String[]::new)));
        }
    }
}
