package io.orderflow.local;

import io.orderflow.local.process.StackContext;
import io.orderflow.local.program.ServiceProgram;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes archives of the services' classes for the starts that come: beside what runs, one after the other, unless somebody waits for
 * them. Where one cannot be made, later starts are as slow as the first.
 */
final class ClassArchives implements AutoCloseable {

    private static final int STOP_SECONDS = 10;

    private final StackContext context;
    private final Map<ServiceProgram, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
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
        CompletableFuture<Void> made = new CompletableFuture<>();
        if (underWay.putIfAbsent(program, made) == null) {
            threads.execute(() -> {
                try {
                    make(instance, program);
                } finally {
                    underWay.remove(program);
                    made.complete(null);
                }
            });
        }
    }

    private void make(String instance, ServiceProgram program) {
        try {
            program.archive(context.data().classes(instance));
        } catch (IOException e) {
            if (!threads.isShutdown()) {
                context.say("%s will start no quicker next time: %s".formatted(instance, e.getMessage()));
            }
        }
    }

    /** Returns when all that were added are made, or could not be. Who waits leaves all cores to them. */
    void await() {
        int cores = Runtime.getRuntime().availableProcessors();
        threads.setMaximumPoolSize(cores);
        threads.setCorePoolSize(cores);
        CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                .join();
        threads.setCorePoolSize(0);
        threads.setMaximumPoolSize(1);
    }

    /** Leaves off what has not been made. */
    @Override
    public void close() {
        threads.shutdownNow();
        underWay.values().forEach(made -> made.complete(null)); // nobody is to wait for what is left off
        try {
            threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
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
