package io.orderflow.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessRecordsTest {

    private static final List<String> SERVICES = List.of("order-command", "inventory-command");

    @TempDir
    private Path folder;

    private final List<Process> running = new ArrayList<>();
    private final List<String> console = new ArrayList<>();
    private ProcessRecords records;

    @BeforeEach
    void open() {
        records = new ProcessRecords(folder);
    }

    @AfterEach
    void stop() {
        running.forEach(Process::destroyForcibly);
    }

    @Test
    void nothingIsLeftOfAFirstRun() {
        new ProcessRecords(folder.resolve("none")).stopLeftovers(SERVICES, console::add);

        assertThat(console).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatAKilledRunLeftIsStoppedAndSaid(StopSignal signal) throws IOException {
        Process left = start();
        records.remember("postgres", left.toHandle(), signal);

        new ProcessRecords(folder).stopLeftovers(SERVICES, console::add);

        assertThat(left.isAlive()).isFalse();
        assertThat(console)
                .containsExactly("Stopping postgres (pid " + left.pid() + "), left over from a run that was killed");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void servicesAreStoppedBeforeWhatTheyNeed() throws IOException {
        records.remember("embedded-broker", start().toHandle(), StopSignal.TERM);
        records.remember("inventory-command-2", start().toHandle(), StopSignal.TERM);
        records.remember("postgres", start().toHandle(), StopSignal.INT);
        records.remember("order-command", start().toHandle(), StopSignal.TERM);

        records.stopLeftovers(SERVICES, console::add);

        assertThat(console.subList(0, 2)).allMatch(line -> line.contains("-command"));
        assertThat(console.subList(2, 4)).noneMatch(line -> line.contains("-command"));
        assertThat(running).noneMatch(Process::isAlive);
    }

    @Test
    void aStrangerThatGotThePidLaterIsLeftAlone() throws IOException {
        Process stranger = start();
        long hourBefore = stranger.info().startInstant().orElseThrow().toEpochMilli() - 3_600_000;
        Files.writeString(folder.resolve("order-command"), stranger.pid() + " " + hourBefore + " TERM");

        records.stopLeftovers(SERVICES, console::add);

        assertThat(stranger.isAlive()).isTrue();
        assertThat(console).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aProcessThatHasEndedIsForgotten() throws Exception {
        Process ended = start();
        records.remember("order-command", ended.toHandle(), StopSignal.TERM);
        ended.destroyForcibly().waitFor();

        records.stopLeftovers(SERVICES, console::add);

        assertThat(console).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    /** The launcher, or the machine, can end at any moment. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20})
    void aRecordThatWasCutShortIsForgotten(int missing) throws IOException {
        Process process = start();
        records.remember("order-command", process.toHandle(), StopSignal.TERM);
        String whole = Files.readString(folder.resolve("order-command"));
        Files.writeString(folder.resolve("order-command"), whole.substring(0, whole.length() - missing));

        records.stopLeftovers(SERVICES, console::add);

        assertThat(process.isAlive()).isTrue();
        assertThat(console).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whoeverEndsIsForgotten() throws IOException {
        records.remember("order-command", start().toHandle(), StopSignal.TERM);

        records.forget("order-command");
        records.forget("order-command");

        assertThat(folder).isEmptyDirectory();
    }

    private Process start() throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();
        running.add(process);
        return process;
    }
}
