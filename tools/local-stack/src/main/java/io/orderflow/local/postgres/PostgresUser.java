package io.orderflow.local.postgres;

import io.orderflow.local.host.Pause;
import io.orderflow.local.host.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs. It refuses root, as containers have it, and a user without a name, as containers make them up.
 *
 * @param prefix what comes before its command line
 * @param id who is to own its data; {@link #WHO_WE_ARE} unless it is another user
 */
record PostgresUser(List<String> prefix, int id) {

    private static final int WHO_WE_ARE = -1;
    private static final int NOBODY = 65534;

    private static final String ROOT = "root";
    private static final String NAMELESS = "?";

    private static final PostgresUser OURSELVES = new PostgresUser(List.of(), WHO_WE_ARE);

    /** In a user namespace of its own it sees a user who has a name and no rights, and keeps our rights to files. */
    private static final PostgresUser IN_A_NAMESPACE = new PostgresUser(List.of("unshare", "--user"), WHO_WE_ARE);

    /** What root can do where there are no user namespaces, as in most containers. */
    private static final PostgresUser AS_NOBODY =
            new PostgresUser(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Finds out who it can be here; throws a {@link StackException} that says what to do where it can be nobody. */
    static PostgresUser find() {
        String name = System.getProperty("user.name");
        return switch (name) {
            case ROOT ->
                firstThatWorks(
                        "PostgreSQL refuses to run as root, and neither unshare nor setpriv can make it another user here."
                                + " Start as another user",
                        IN_A_NAMESPACE,
                        AS_NOBODY);
            case NAMELESS ->
                firstThatWorks(
                        "PostgreSQL refuses a user without a name, and there are no user namespaces here (unshare --user)."
                                + " Start as a user that /etc/passwd names",
                        IN_A_NAMESPACE);
            default -> OURSELVES;
        };
    }

    private static PostgresUser firstThatWorks(String otherwise, PostgresUser... users) {
        return Stream.of(users)
                .filter(PostgresUser::works)
                .findFirst()
                .orElseThrow(
                        () -> new StackException(otherwise + ", or name a running server by SPRING_DATASOURCE_URL."));
    }

    private boolean works() {
        try {
            Process nothing = new ProcessBuilder(
                            Stream.concat(prefix.stream(), Stream.of("true")).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return Pause.until(nothing.onExit(), PATIENCE) && nothing.exitValue() == 0;
        } catch (IOException e) {
            return false; // the program is not installed
        }
    }

    /** Makes an empty folder for its data. */
    void makeFolder(Path folder) {
        try {
            Files.createDirectory(folder);
            give(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it the owner of a file, or a folder, of ours. */
    void give(Path file) throws IOException {
        if (id != WHO_WE_ARE) {
            Files.setAttribute(file, "unix:uid", id);
        }
    }
}
