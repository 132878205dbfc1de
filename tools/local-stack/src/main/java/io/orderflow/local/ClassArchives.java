package io.orderflow.local;

import io.orderflow.local.process.StackContext;
import io.orderflow.local.program.ServiceProgram;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes archives of the services' classes beside what runs, one after the other, for the starts that come. Where one cannot be
 * made, later starts are as slow as the first.
 */
final class ClassArchives implements AutoCloseable {

    private static final int STOP_SECONDS = 10;

    private final StackContext context;
    private final ExecutorService thread = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            ClassArchives::inBackground,
            new ThreadPoolExecutor.DiscardPolicy()); // once it is closed

    ClassArchives(StackContext context) {
        this.context = context;
    }

    /** @param instance a service that runs */
    void add(String instance, ServiceProgram program) {
        thread.execute(() -> {
            try {
                program.archive(context.data().classes(instance));
            } catch (IOException e) {
                if (!thread.isShutdown()) {
                    context.say("%s will start no quicker next time: %s".formatted(instance, e.getMessage()));
                }
            }
        });
    }

    /** Returns when all that were added are made, or could not be. */
    void await() {
        CompletableFuture.runAsync(() -> {}, thread).join();
    }

    /** Leaves off what has not been made. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread inBackground(Runnable task) {
        Thread created = new Thread(task, "class-archives");
        created.setDaemon(true);
        return created;
    }
}
