package io.orderflow.local.process;

import io.orderflow.local.host.Pause;
import io.orderflow.local.host.StackException;
import io.orderflow.local.host.Stopwatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that runs as a process of its own with a log file of its own. In a supervised stack it is started again, after a
 * pause that grows, when it ends without having been told to.
 */
public class ManagedProcess implements AutoCloseable {

    /** How long a program that is to end by itself may take, and one that is to be ready may write nothing to its log. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int HOPELESS = 3;

    /** Ctrl-C reaches a terminal's whole process group. In a session of their own our children end when we say so, in order. */
    private static final boolean HAS_SETSID =
            List.of("/usr/bin/setsid", "/bin/setsid").stream().anyMatch(path -> new File(path).canExecute());

    /**
     * How a program is started, and told to end.
     *
     * @param command asked at each start, as what is the best one may have changed since the last
     * @param environment what differs from the launcher's own environment; an empty value takes a variable out
     */
    public record Launch(Supplier<List<String>> command, Map<String, String> environment, StopSignal stopSignal) {

        /** With the same command at each start. */
        public Launch(List<String> command, Map<String, String> environment, StopSignal stopSignal) {
            this(() -> command, environment, stopSignal);
        }
    }

    private final String name;
    private final Launch launch;
    private final BooleanSupplier ready;
    private final StackContext context;

    private Process process;
    private boolean wanted;
    private boolean closed;
    private int deathsSinceReady;

    /**
     * @param ready tells, asked again and again, whether the program can be used
     */
    public ManagedProcess(String name, Launch launch, BooleanSupplier ready, StackContext context) {
        this.name = name;
        this.launch = launch;
        this.ready = ready;
        this.context = context;
    }

    public String name() {
        return name;
    }

    /** Where its output goes. */
    public Path log() {
        return context.data().log(name);
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The process id; empty while it does not run. */
    public synchronized OptionalLong pid() {
        return isAlive() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
    }

    /** Starts the program without waiting until it is ready; does nothing where it already runs. */
    public synchronized void start() {
        if (closed) {
            throw new StackException("%s is not started, as everything is being stopped".formatted(name));
        }
        wanted = true;
        if (!isAlive()) {
            deathsSinceReady = 0;
            launch();
        }
    }

    /** Ends the program in an orderly way, by force if it does not listen, and returns when it has ended. It stays down. */
    public void stop() {
        Process running = unwanted();
        if (running != null && running.isAlive()) {
            launch.stopSignal().stop(running.toHandle(), PATIENCE);
        }
    }

    /**
     * kill -9 of it and of what it has started, and returns when it has ended. To a supervised stack that is an accident: it starts the
     * program again.
     */
    public void kill() {
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running != null) {
            List<ProcessHandle> children = running.descendants().toList();
            running.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            Pause.until(running.onExit(), PATIENCE);
        }
    }

    /** Stops it, and what it has started, in the middle of what they do, as a machine that hangs does: connections stay open. */
    public void suspend() {
        signal("STOP");
    }

    /** Lets it go on after {@link #suspend()}. */
    public void resume() {
        signal("CONT");
    }

    /** Its children too, those included that it had made when the signal came. */
    private void signal(String signal) {
        Process running;
        synchronized (this) {
            running = process;
        }
        signal(signal, Stream.of(running.toHandle()));
        signal(signal, running.descendants());
    }

    private void signal(String signal, Stream<ProcessHandle> processes) {
        String pids = processes.map(each -> String.valueOf(each.pid())).collect(Collectors.joining(" "));
        if (!pids.isEmpty() && !StopSignal.send(signal, pids)) {
            throw new StackException("%s does not take the signal %s".formatted(name, signal));
        }
    }

    /** Stops it for good. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stop();
    }

    /**
     * Waits until the program can be used, however long that takes while it goes on: on a machine that is busy a start takes
     * minutes, and whoever gives up has to begin it again. Throws a {@link StackException} with the end of its log if it ends
     * before, or writes nothing for ten minutes.
     */
    public void awaitReady() {
        long written = -1;
        long deadline = 0;
        while (!ready.getAsBoolean()) {
            failWhereHopeless();
            long size = log().toFile().length();
            if (size != written) {
                written = size;
                deadline = System.nanoTime() + LIMIT.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new StackException("%s runs, but is not ready, and has written nothing for %s minutes.%s"
                        .formatted(name, LIMIT.toMinutes(), endOfLog()));
            }
            Pause.of(POLL);
        }
        synchronized (this) {
            deathsSinceReady = 0;
        }
    }

    /**
     * Runs a program that ends by itself; throws a {@link StackException} with the end of its log if it fails, or is not done
     * within ten minutes.
     */
    public void runToEnd() {
        start();
        Process running;
        synchronized (this) {
            running = process;
        }
        if (!Pause.until(running.onExit(), LIMIT)) {
            stop();
            throw new StackException(
                    "%s was not done within %s minutes.%s".formatted(name, LIMIT.toMinutes(), endOfLog()));
        }
        if (running.exitValue() != 0) {
            throw new StackException("%s failed with exit code %s.%s".formatted(name, running.exitValue(), endOfLog()));
        }
    }

    private synchronized void failWhereHopeless() {
        if (closed || !wanted) {
            throw new StackException("%s was stopped before it was ready".formatted(name));
        }
        boolean gone = process != null && !process.isAlive();
        if (gone && (!context.supervised() || deathsSinceReady >= HOPELESS)) {
            throw new StackException("%s ended with exit code %s before it was ready.%s"
                    .formatted(name, process.exitValue(), endOfLog()));
        }
    }

    private String endOfLog() {
        return " The end of its log %s:%s".formatted(log(), LogTail.of(log()));
    }

    private synchronized Process unwanted() {
        wanted = false;
        return process;
    }

    private void launch() {
        List<String> command = new ArrayList<>();
        if (HAS_SETSID) {
            command.add("setsid");
        }
        command.addAll(launch.command().get());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(context.data().root().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(launch.environment());
        builder.environment().values().removeIf(String::isEmpty);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new StackException("%s cannot be started: %s".formatted(name, e.getMessage()), e);
        }
        context.records().remember(name, process.toHandle(), launch.stopSignal());
        CompletableFuture<Process> end = process.onExit();
        inBackground(() -> ended(end.join()));
    }

    private void inBackground(Runnable task) {
        Thread thread = new Thread(task, "supervision of " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void ended(Process dead) {
        Duration pause;
        synchronized (this) {
            if (dead != process) {
                return;
            }
            context.records().forget(name);
            if (!wanted || !context.supervised()) {
                return;
            }
            pause = nextPause();
            deathsSinceReady++;
        }
        context.say("%s ended with exit code %s; starting it again %s. Its log: %s"
                .formatted(
                        name, dead.exitValue(), pause.isZero() ? "at once" : "in " + pause.toSeconds() + " s", log()));
        Pause.of(pause);
        synchronized (this) {
            if (!wanted || dead != process) {
                return;
            }
            launch();
        }
        announceWhenReady();
    }

    private Duration nextPause() {
        return deathsSinceReady == 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(deathsSinceReady, 5));
    }

    private void announceWhenReady() {
        long begun = System.nanoTime();
        while (isAlive() && !ready.getAsBoolean()) {
            Pause.of(POLL);
        }
        synchronized (this) {
            if (!wanted || !isAlive()) {
                return;
            }
            deathsSinceReady = 0;
        }
        context.say("%s is back after %s".formatted(name, Stopwatch.seconds(begun)));
    }
}
