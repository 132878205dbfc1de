package io.orderflow.local.process;

import io.orderflow.local.host.StackException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command lines for JVMs of their own: the one place for JVM flags. */
public final class JavaProgram {

    /**
     * Small heaps that give back what they do not need, and the serial collector: five JVMs share a laptop. One that is out of
     * memory ends, and is started again: of its threads, nobody knows which have died.
     *
     * <p>The compilers wait until a method has been called five times as often as they would by themselves. A start is over by
     * then, of which they would have made up more than half; under load, what matters is called as often within seconds.
     */
    private static final List<String> SERVICE_FLAGS = List.of(
            "-Xmx512m",
            "-Xms96m",
            "-Xmn48m",
            "-XX:MinHeapFreeRatio=15",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:CompileThresholdScaling=5");

    private static final List<String> BROKER_FLAGS =
            List.of("-Xmx256m", "-Xms24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private JavaProgram() {}

    /**
     * Runs a service.
     *
     * @param archive what it is told of an archive of its classes; nothing, {@link #withArchive} or {@link #notingClasses}
     */
    public static List<String> service(Path jar, List<String> archive) {
        return command(plus(SERVICE_FLAGS, archive), "-jar", jar.toString());
    }

    /** With an archive of its classes, or without, if it does not fit. */
    public static List<String> withArchive(Path archive) {
        return List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive);
    }

    /** With a list of the classes that it loads. */
    public static List<String> notingClasses(Path classes) {
        return List.of("-XX:DumpLoadedClassList=" + classes);
    }

    /** Succeeds if an archive fits the service, and this JVM. */
    public static List<String> trial(Path jar, Path archive) {
        return command(
                plus(SERVICE_FLAGS, List.of("-Xshare:on", "-XX:SharedArchiveFile=" + archive)),
                "-cp",
                jar.toString(),
                "-version");
    }

    /** Makes an archive of those classes of a service that are in the list, when nobody else needs the CPU. */
    public static List<String> classArchive(Path jar, Path classes, Path archive) {
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(command(
                plus(
                        SERVICE_FLAGS,
                        List.of(
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:dump",
                                "-XX:SharedClassListFile=" + classes,
                                "-XX:SharedArchiveFile=" + archive)),
                "-cp",
                jar.toString()));
        return command;
    }

    /** Runs Zipkin, for this machine alone. */
    public static List<String> zipkin(Path jar, int port) {
        return command(
                helper("-Xmx256m"),
                "-jar",
                jar.toString(),
                "--armeria.ports[0].ip=127.0.0.1",
                "--armeria.ports[0].port=" + port,
                "--armeria.ports[0].protocols[0]=http");
    }

    /** Runs the provider of tokens for development, for this machine alone, whatever the environment says. */
    public static List<String> developmentIssuer(Path jar, int port) {
        return command(
                helper("-Xmx128m"), "-jar", jar.toString(), "--server.address=127.0.0.1", "--server.port=" + port);
    }

    private static List<String> helper(String heap) {
        return List.of(heap, "-Xms24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");
    }

    /** Throws a {@link StackException} that says what to do, where the build has not made a program. */
    public static void requireBuilt(Path jar) {
        require(jar, "build the project first (./mvnw package)");
    }

    /** Throws a {@link StackException} that says what to do, where a program is not there. */
    public static void require(Path jar, String remedy) {
        if (!Files.exists(jar)) {
            throw new StackException("%s is missing: %s".formatted(jar, remedy));
        }
    }

    /** Lays a packaged service out in a folder, by Spring Boot's own tools in it. */
    public static List<String> extraction(Path jar, Path folder) {
        return command(
                List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djarmode=tools"),
                "-jar",
                jar.toString(),
                "extract",
                "--force",
                "--destination",
                folder.toString());
    }

    /** Runs a class of this JVM's class path with the flags of a service. */
    public static List<String> likeAService(Class<?> main, String... arguments) {
        List<String> command = command(SERVICE_FLAGS, "-cp", classPath(), main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a class of this JVM's class path with the flags of a broker. */
    public static List<String> broker(Class<?> main, List<String> systemProperties) {
        return command(plus(BROKER_FLAGS, systemProperties), "-cp", classPath(), main.getName());
    }

    private static List<String> plus(List<String> flags, List<String> more) {
        return Stream.concat(flags.stream(), more.stream()).toList();
    }

    private static List<String> command(List<String> flags, String... program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(program));
        return command;
    }

    /** Our own class path with absolute paths, as the new process has another working directory. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
