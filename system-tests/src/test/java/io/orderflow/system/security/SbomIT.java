package io.orderflow.system.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.orderflow.local.ProjectRoot;
import io.orderflow.local.service.Service;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Each packaged service says what is in it. */
class SbomIT {

    @ParameterizedTest
    @EnumSource(Service.class)
    void whatIsInTheJarIsInItsList(Service service) throws IOException {
        try (JarFile jar = new JarFile(service.jar(ProjectRoot.of(SbomIT.class)).toFile())) {
            List<String> libraries = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.replaceFirst(".*/", ""))
                    // Packaged by Spring Boot's plugin, and of its version.
                    .filter(name -> !name.startsWith("spring-boot-jarmode-"))
                    .toList();

            assertThat(libraries).hasSizeGreaterThan(50).isSubsetOf(listed(jar));
        }
    }

    private static List<String> listed(JarFile jar) throws IOException {
        JarEntry entry = jar.getJarEntry("META-INF/sbom/application.cdx.json");
        if (!Boolean.parseBoolean(System.getenv("CI"))) {
            assumeThat(entry).as("the list, which is not made offline").isNotNull();
        }
        try (InputStream list = jar.getInputStream(entry)) {
            return new JsonMapper()
                    .readTree(list)
                    .path("components")
                    .valueStream()
                    .map(component -> component.path("name").asString() + "-"
                            + component.path("version").asString() + ".jar")
                    .toList();
        }
    }
}
