package io.orderflow.local.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command lines for JVMs of their own: the one place for JVM flags. */
public final class JavaProgram {

    /**
     * Small heaps and the serial collector: five JVMs share a laptop, and start-up is what takes the CPU. One that is out of
     * memory ends, and is started again: of its threads, nobody knows which have died.
     */
    private static final List<String> SERVICE_FLAGS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> BROKER_FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private JavaProgram() {}

    /** Runs a packaged service. */
    public static List<String> service(Path jar) {
        return command(SERVICE_FLAGS, "-jar", jar.toString());
    }

    /** Runs a class of this JVM's class path with the flags of a service. */
    public static List<String> likeAService(Class<?> main, String... arguments) {
        List<String> command = command(SERVICE_FLAGS, "-cp", classPath(), main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a class of this JVM's class path with the flags of a broker. */
    public static List<String> broker(Class<?> main, List<String> systemProperties) {
        List<String> flags = new ArrayList<>(BROKER_FLAGS);
        flags.addAll(systemProperties);
        return command(flags, "-cp", classPath(), main.getName());
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
