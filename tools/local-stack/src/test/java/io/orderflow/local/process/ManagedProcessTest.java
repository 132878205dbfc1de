package io.orderflow.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.host.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Stack stack;
    private ManagedProcess process;

    @BeforeEach
    void open() {
        stack = new Stack(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @Test
    void whatDiesIsStartedAgainAndThatIsSaid() {
        process = program(stack.supervised());
        process.start();
        process.awaitReady();
        long before = process.pid().orElseThrow();

        process.kill();

        await().atMost(PATIENCE).until(() -> stack.console().size() == 2);
        assertThat(stack.console().get(0))
                .startsWith("sample ended with exit code 137; starting it again at once. Its log: ");
        assertThat(stack.console().get(1)).startsWith("sample is back after ");
        assertThat(process.pid().orElseThrow()).isNotEqualTo(before);
        assertThat(ProcessHandle.of(before)).isEmpty();
    }

    @Test
    void whatDiesWithoutSupervisionStaysDeadUntilItIsStarted() {
        process = program(stack.unsupervised());
        process.start();
        process.awaitReady();

        process.kill();

        await().atMost(PATIENCE).until(() -> isEmpty(stack.records()));
        assertThat(process.isAlive()).isFalse();
        assertThat(stack.console()).isEmpty();
        process.start();
        process.awaitReady();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void whatIsStoppedWhileItIsToComeBackStaysDown() {
        process = new ManagedProcess(
                "sample", SampleProgram.launch(folder.resolve("pid")), () -> false, stack.supervised());
        process.start();
        for (int deaths = 1; deaths <= 2; deaths++) {
            await().atMost(PATIENCE).until(process::isAlive);
            process.kill();
            int said = deaths;
            await().atMost(PATIENCE).until(() -> stack.console().size() == said);
        }
        assertThat(stack.console().get(1)).startsWith("sample ended with exit code 137; starting it again in 2 s.");

        process.stop();

        await().atMost(PATIENCE).until(() -> supervisors() == 0);
        assertThat(process.isAlive()).isFalse();
        assertThat(stack.console()).hasSize(2);
    }

    @Test
    void whatIsStoppedCanBeStartedButNotWhatIsClosed() {
        process = program(stack.supervised());
        process.start();
        process.awaitReady();

        process.stop();
        assertThat(process.isAlive()).isFalse();
        process.start();
        process.awaitReady();
        process.close();

        assertThat(process.isAlive()).isFalse();
        assertThatThrownBy(process::start)
                .isInstanceOf(StackException.class)
                .hasMessage("sample is not started, as everything is being stopped");
    }

    @Test
    void whoWaitsForAProgramThatFailsIsToldTheEndOfItsLog() {
        process = new ManagedProcess("sample", SampleProgram.launch(), () -> false, stack.unsupervised());
        process.start();

        assertThatThrownBy(() -> process.awaitReady())
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("sample ended with exit code 3 before it was ready.")
                .hasMessageContaining(process.log().toString())
                .hasMessageEndingWith("No file is named");
    }

    @Test
    void aProgramThatFailsAgainAndAgainIsGivenUp() {
        process = new ManagedProcess("sample", SampleProgram.launch(), () -> false, stack.supervised());
        process.start();

        assertThatThrownBy(() -> process.awaitReady())
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("sample ended with exit code 3 before it was ready.");
        assertThat(stack.console())
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.startsWith("sample ended with exit code 3; starting it again "));
    }

    @Test
    void whoWaitsForAProgramThatIsBeingStoppedIsTold() {
        process = new ManagedProcess(
                "sample", SampleProgram.launch(folder.resolve("pid")), () -> false, stack.supervised());
        process.start();
        process.close();

        assertThatThrownBy(() -> process.awaitReady())
                .isInstanceOf(StackException.class)
                .hasMessage("sample was stopped before it was ready");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        ManagedProcess.Launch launch =
                new ManagedProcess.Launch(List.of("/no/such/program"), Map.of(), StopSignal.TERM);
        process = new ManagedProcess("sample", launch, () -> false, stack.unsupervised());

        assertThatThrownBy(() -> {
                    process.start();
                    process.awaitReady();
                })
                .isInstanceOf(StackException.class)
                .hasMessageContaining("/no/such/program");
    }

    private ManagedProcess program(StackContext context) {
        Path pid = folder.resolve("pid");
        return new ManagedProcess("sample", SampleProgram.launch(pid), () -> isPidOfProcess(pid), context);
    }

    private boolean isPidOfProcess(Path file) {
        try {
            return Files.exists(file) && process.pid().orElse(-1) == Long.parseLong(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static long supervisors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("supervision of sample"))
                .count();
    }
}
