package io.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectRootTest {

    @TempDir
    private Path folder;

    @Test
    void isTheFolderOfTheWholeProjectAndNotOfTheModule() {
        assertThat(ProjectRoot.of(ProjectRootTest.class).resolve("tools/local-stack/pom.xml"))
                .exists();
    }

    @Test
    void aClassThatLiesElsewhereHasNone() throws Exception {
        try (URLClassLoader elsewhere =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            copyTo(folder);
            Class<?> built = elsewhere.loadClass(ProjectRoot.class.getName());

            assertThatIllegalStateException()
                    .isThrownBy(() -> ProjectRoot.of(built))
                    .withMessage(folder + " is in no folder that has mvnw");
        }
    }

    private static void copyTo(Path root) throws IOException {
        String classFile = ProjectRoot.class.getName().replace('.', '/') + ".class";
        Path copy = root.resolve(classFile);
        Files.createDirectories(copy.getParent());
        try (InputStream code = ProjectRoot.class.getClassLoader().getResourceAsStream(classFile)) {
            Files.copy(code, copy);
        }
    }
}
