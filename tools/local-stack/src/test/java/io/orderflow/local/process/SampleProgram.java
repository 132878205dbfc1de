package io.orderflow.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A program to be run: leaves its pid in the file that it is given and stays, or says why not and fails. */
final class SampleProgram {

    private SampleProgram() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.out.println("No file is named");
            System.exit(3);
        }
        Path unfinished = Path.of(arguments[0] + ".new");
        Files.writeString(unfinished, String.valueOf(ProcessHandle.current().pid()));
        Files.move(unfinished, Path.of(arguments[0]), StandardCopyOption.REPLACE_EXISTING);
        new CountDownLatch(1).await();
    }

    static ManagedProcess.Launch launch(Path... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                new File(SampleProgram.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .getAbsolutePath(),
                SampleProgram.class.getName()));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        return new ManagedProcess.Launch(command, Map.of(), StopSignal.TERM);
    }
}
