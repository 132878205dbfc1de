package io.orderflow.eventstore.worker;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Repeats a task in a thread of its own while the application runs: at once while there is more to do, after a short pause
 * while there is not, and after growing pauses while it fails. A task that fails has to leave everything so that it can be
 * repeated.
 */
public final class Worker implements SmartLifecycle {

    /** One step of the work. */
    @FunctionalInterface
    public interface Task {

        /** Returns whether there is more to do at once. */
        boolean run() throws InterruptedException;
    }

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final String name;
    private final Task task;
    private final Duration idle;
    private final Semaphore calls = new Semaphore(0);
    private volatile Thread thread;

    /**
     * A worker that pauses for a second while there is nothing to do.
     *
     * @param name of the thread, and in the log
     */
    public Worker(String name, Task task) {
        this(name, task, IDLE);
    }

    /** @param idle how long to pause while there is nothing to do */
    public Worker(String name, Task task, Duration idle) {
        this.name = name;
        this.task = task;
        this.idle = idle;
    }

    /** Ends a pause in which there was nothing to do, as there is now. */
    public void wake() {
        calls.release();
    }

    @Override
    public synchronized void start() {
        thread = new Thread(this::work, name);
        thread.start();
    }

    /** Interrupts the task, and returns when it has ended, or after some seconds. */
    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        stopping.interrupt();
        try {
            stopping.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void work() {
        FailureLog failures = new FailureLog(log, name + " fails");
        BackOffExecution pauses = Retries.backOff().start();
        while (thread == Thread.currentThread()) {
            try {
                boolean more = task.run();
                failures.succeeded();
                pauses = Retries.backOff().start();
                if (!more && calls.tryAcquire(idle.toMillis(), TimeUnit.MILLISECONDS)) {
                    calls.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException
                    | Error e) { // whatever it is, the task can be repeated; nobody would notice a dead thread
                if (thread != Thread.currentThread()) {
                    return;
                }
                failures.failed(e);
                sleep(pauses.nextBackOff());
            }
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the task, or the next pause, ends by it
        }
    }
}
