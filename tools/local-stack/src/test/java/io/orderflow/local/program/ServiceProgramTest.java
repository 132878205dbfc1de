package io.orderflow.local.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.local.SampleService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service is started from: as little as need be is trusted, and nothing of it is needed. */
class ServiceProgramTest {

    @TempDir
    private Path folder;

    private Path packaged;
    private Path programs;
    private Path classes;
    private ServiceProgram program;

    @BeforeEach
    void build() throws IOException {
        packaged = folder.resolve("sample.jar");
        programs = folder.resolve("programs");
        classes = folder.resolve("sample.classes");
        SampleService.writeJar(packaged, "1");
        startStack();
    }

    /** A stack looks once at what it starts from. */
    private void startStack() {
        program = new ServiceProgram(packaged, programs);
    }

    @Test
    void theSecondStartHasAnArchiveOfTheClassesOfTheFirst() throws Exception {
        assertThat(program.command(classes)).noneMatch(flag -> flag.contains("SharedArchiveFile"));

        archiveAfterARun();

        assertThat(archiveInUse()).as("within the same stack").exists();
        startStack();
        assertThat(archiveInUse()).as("in the next").exists();
        assertThat(run(program.command(classes)))
                .as("classes that come from the archive")
                .contains("shared objects file");
    }

    @Test
    void anArchiveThatIsDamagedIsIgnoredAndMadeAnew() throws Exception {
        archiveAfterARun();
        Path archive = archiveInUse();
        Files.delete(archive);
        Files.writeString(archive, "half of an archive");
        startStack();

        assertThat(program.command(classes)).noneMatch(flag -> flag.contains("SharedArchiveFile"));

        archiveAfterARun();
        assertThat(archiveInUse()).isEqualTo(archive);
    }

    @Test
    void anArchiveOfAnotherPlaceIsIgnoredAndMadeAnew() throws Exception {
        archiveAfterARun();
        Files.move(programs, folder.resolve("moved"));
        programs = folder.resolve("moved");
        startStack();

        assertThat(program.command(classes)).noneMatch(flag -> flag.contains("SharedArchiveFile"));

        archiveAfterARun();
        assertThat(archiveInUse()).exists();
    }

    @Test
    void anotherBuildIsLaidOutAnewAndHasNoArchiveAndTheOldOneIsGone() throws Exception {
        archiveAfterARun();
        Path old = archiveInUse().getParent();

        SampleService.writeJar(packaged, "2");
        startStack();

        assertThat(program.command(classes)).noneMatch(flag -> flag.contains("SharedArchiveFile"));
        assertThat(old).doesNotExist();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void theSameBuildIsLaidOutOnceWheneverItWasPackaged() throws Exception {
        program.command(classes);
        List<Path> before = builds();

        SampleService.writeJar(packaged, "1");
        startStack();
        program.command(classes);

        assertThat(builds()).isEqualTo(before).hasSize(1);
    }

    @Test
    void whereNothingCanBeLaidOutThePackageIsRunAsItIs() throws Exception {
        Files.writeString(programs, "a file where a folder would have to be");

        assertThat(program.command(classes)).endsWith("-jar", packaged.toString());
    }

    @Test
    void whatIsNoServiceOfSpringBootsIsRunAsItIs() throws Exception {
        Files.writeString(packaged, "This is no jar");

        assertThat(program.command(classes)).endsWith("-jar", packaged.toString());
    }

    @Test
    void whatCannotBeArchivedLeavesNothing() throws Exception {
        Path jar = Path.of(last(program.command(classes)));
        Files.writeString(classes, "@lambda-form-invoker\n@lambda-proxy nonsense\n@nonsense\n");

        assertThatThrownBy(() -> program.archive(classes)).isInstanceOf(IOException.class);

        try (Stream<Path> files = Files.list(jar.getParent())) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("new-"));
        }
    }

    private void archiveAfterARun() throws Exception {
        run(program.command(classes));
        program.archive(classes);
    }

    /** It fails, as it is told no port; by then it has loaded classes. */
    private String run(List<String> command) throws Exception {
        List<String> verbose = Stream.concat(
                        Stream.of(command.get(0), "-Xlog:class+load"),
                        command.stream().skip(1))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(verbose).redirectErrorStream(true);
        builder.environment().remove("SERVER_PORT");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.lines()
                .filter(line -> line.contains(SampleService.class.getName()))
                .findFirst()
                .orElse("");
    }

    private Path archiveInUse() throws IOException {
        String flag = "-XX:SharedArchiveFile=";
        return program.command(classes).stream()
                .filter(argument -> argument.startsWith(flag))
                .map(argument -> Path.of(argument.substring(flag.length())))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> builds() throws IOException {
        try (Stream<Path> builds = Files.list(programs)) {
            return builds.toList();
        }
    }

    private static String last(List<String> command) {
        return command.get(command.size() - 1);
    }
}
