package io.orderflow.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, as far as it starts nothing. */
class MainTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--frsh", "fresh", "--fresh --now", ""})
    void anUnknownOptionIsAnsweredWithTheUsage(String options) throws Exception {
        Process main = run(List.of(options.split(" ", -1)));

        assertThat(errorsOf(main))
                .isEqualTo("Usage: ./run [--fresh] [--secure] [--observe] | ./run rebuild <projection>"
                        + System.lineSeparator());
        assertThat(main.exitValue()).isEqualTo(2);
    }

    private Process run(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(options);
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private static String errorsOf(Process process) throws Exception {
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return errors;
    }
}
