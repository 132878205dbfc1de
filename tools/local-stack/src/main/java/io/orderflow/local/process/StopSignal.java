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
        if (!send("INT", String.valueOf(process.pid()))) {
            process.destroy();
        }
    }

    /**
     * Sends a signal that Java does not; every POSIX shell has kill built in.
     *
     * @param pids of processes, with blanks between them
     * @return whether it could be sent
     */
    static boolean send(String signal, String pids) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pids)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return Pause.until(kill.onExit(), Duration.ofSeconds(5));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean waitFor(ProcessHandle process, Duration patience) {
        return Pause.until(process.onExit(), patience);
    }
}
