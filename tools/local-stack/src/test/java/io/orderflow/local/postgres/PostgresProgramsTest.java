package io.orderflow.local.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.local.host.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {

    @TempDir
    private Path folder;

    @Test
    void programsThatRunAreUnpackedOnce() {
        PostgresPrograms programs = new PostgresPrograms(folder, PostgresUser.find());

        assertThatCode(programs::prepare).doesNotThrowAnyException();
        assertThatCode(programs::prepare).doesNotThrowAnyException();
    }

    /** As on a system with another C library, or in a folder that not everybody may enter. */
    @Test
    void whereProgramsDoNotRunItIsSaidWhatWouldHelp() throws IOException {
        PostgresPrograms programs = new PostgresPrograms(folder, PostgresUser.find());
        Path program = program(programs);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\necho 'Error loading shared library libc.so.6'; exit 127\n");
        program.toFile().setExecutable(true);

        assertThatThrownBy(programs::prepare)
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("PostgreSQL's programs do not run here: Error loading shared library libc.so.6")
                .hasMessageContaining("SPRING_DATASOURCE_URL");
    }

    @Test
    void aProgramWithoutItsLoaderIsNoMysteryEither() throws IOException {
        PostgresPrograms programs = new PostgresPrograms(folder, PostgresUser.find());
        Path program = program(programs);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/no/such/loader\n");
        program.toFile().setExecutable(true);

        assertThatThrownBy(programs::prepare)
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("PostgreSQL's programs do not run here: ")
                .hasMessageContaining("SPRING_DATASOURCE_URL");
    }

    private static Path program(PostgresPrograms programs) {
        return programs.command("postgres").stream()
                .map(Path::of)
                .filter(Path::isAbsolute)
                .findFirst()
                .orElseThrow();
    }
}
