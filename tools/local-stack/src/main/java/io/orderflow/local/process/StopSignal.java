package io.orderflow.local.process;

import io.orderflow.local.host.Pause;
import java.io.IOException;
import java.time.Duration;

/** The signal that makes a program end in an orderly way. */
public enum StopSignal {
    TERM,
    /** What PostgreSQL takes as "now, please": at SIGTERM it waits until the last client has left. */
    INT;

    /** Sends it, waits, and ends the program by force if it does not listen. */
    void stop(ProcessHandle process, Duration patience) {
        send(process);
        if (!waitFor(process, patience)) {
            process.destroyForcibly();
            waitFor(process, patience);
        }
    }

    private void send(ProcessHandle process) {
        if (this == TERM) {
            process.destroy();
            return;
        }
        try {
            // Java sends no SIGINT; every POSIX shell has kill built in.
            Process kill = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Pause.until(kill.onExit(), Duration.ofSeconds(5));
        } catch (IOException e) {
            process.destroy();
        }
    }

    private static boolean waitFor(ProcessHandle process, Duration patience) {
        return Pause.until(process.onExit(), patience);
    }
}
