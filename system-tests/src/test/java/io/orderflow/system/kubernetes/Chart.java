package io.orderflow.system.kubernetes;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.host.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Helm chart, as Helm renders it, hooks and tests included. */
record Chart(List<JsonNode> objects) {

    static final Path ROOT = ProjectRoot.of(Chart.class);
    static final Path FOLDER = ROOT.resolve("deploy/kubernetes");
    static final Path EXAMPLE = FOLDER.resolve("examples/values.yaml");
    static final Path OPEN = resource("open.yaml");
    static final Path EVERYTHING = resource("everything.yaml");

    /** As a library, Helm keeps hooks for itself; as objects like others they are seen. */
    private static final Path WITHOUT_HOOKS = copyWithoutHooks(ROOT.resolve("system-tests/target/chart"));

    private static final String OLDEST_KUBERNETES = "1.30.0";
    private static final JsonMapper JSON = new JsonMapper();

    private static Path resource(String name) {
        return ROOT.resolve("system-tests/src/test/resources/kubernetes").resolve(name);
    }

    private static Path copyWithoutHooks(Path copy) {
        FileTrees.delete(copy);
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace("helm.sh/hook", "hook"));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws an {@link IllegalStateException} with what Helm says where it refuses. */
    static Chart with(Path... values) {
        TemplateCommand template = new Helm(WITHOUT_HOOKS)
                .template()
                .withName("shop")
                .withNamespace("shop")
                .withKubeVersion(OLDEST_KUBERNETES);
        Stream.of(values).forEach(template::withValuesFile);
        return new Chart(objectsIn(template.call()));
    }

    /** The objects of a stream of YAML documents. */
    static List<JsonNode> objectsIn(String yaml) {
        return StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
                .filter(Map.class::isInstance)
                .map(object -> JSON.<JsonNode>valueToTree(object))
                .toList();
    }

    List<JsonNode> ofKind(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asString().equals(kind))
                .toList();
    }

    /** The deployment of a service. */
    JsonNode deployment(String service) {
        return named("Deployment", "shop-" + service);
    }

    JsonNode named(String kind, String name) {
        return ofKind(kind).stream()
                .filter(object -> object.at("/metadata/name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The specifications of all pods: of deployments, of jobs, and those that are pods themselves. */
    List<JsonNode> pods() {
        return objects.stream()
                .map(object -> object.path("kind").asString().equals("Pod")
                        ? object.path("spec")
                        : object.at("/spec/template/spec"))
                .filter(spec -> !spec.isMissingNode())
                .toList();
    }
}
