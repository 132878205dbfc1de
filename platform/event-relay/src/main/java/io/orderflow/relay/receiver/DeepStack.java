package io.orderflow.relay.receiver;

/** Threads for what goes into the headers of a message by recursion: they can be nested as deeply as they fit a frame. */
public final class DeepStack {

    /** Ten times what the deepest headers take that fit RabbitMQ's frames. Only what is used of it takes memory. */
    private static final long BYTES = 256L * 1024 * 1024;

    private DeepStack() {}

    public static Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, "deep-stack", BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
