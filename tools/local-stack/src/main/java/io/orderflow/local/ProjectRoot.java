package io.orderflow.local;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the project that a class was built in, wherever the JVM was started. */
public final class ProjectRoot {

    /** Lies in the project's own folder, and in none of its modules'. */
    private static final String MARK = "mvnw";

    private ProjectRoot() {}

    /**
     * The project that a class was built in, be the class packaged or not.
     *
     * @throws IllegalStateException if it does not lie in a project
     */
    public static Path of(Class<?> built) {
        Path location = locationOf(built);
        for (Path folder = location; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(MARK))) {
                return folder;
            }
        }
        throw new IllegalStateException(location + " is in no folder that has " + MARK);
    }

    private static Path locationOf(Class<?> built) {
        try {
            URI location =
                    built.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
