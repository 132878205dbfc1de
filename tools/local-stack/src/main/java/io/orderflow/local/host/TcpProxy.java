package io.orderflow.local.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between services and a server on this machine, and can put it further away, or cut it off. What passes arrives as it was
 * sent and in its order, later by the delay; as much of it can be on its way at once as on a long cable, so that a connection
 * carries hardly less for it. It counts how often clients have asked and waited.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 65_536;

    /** Buffers on their way in one direction of a connection: more than any server sends in a delay. */
    private static final int ON_THE_WAY = 1_024;

    /** @param bytes none at the end of what one side has to say */
    private record Chunk(ByteBuffer bytes, long due) {}

    private final int target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final LongAdder roundTrips = new LongAdder();
    private volatile long delayNanos;

    /**
     * Lets connections through from now on.
     *
     * @param port where it listens
     * @param target the port of the server
     */
    public TcpProxy(int port, int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How long everything that is sent from now on is under way, in each direction. */
    public void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** How often a client has sent something after it had got something, or as the first thing, until now. */
    public long roundTrips() {
        return roundTrips.sum();
    }

    /** Resets all connections. New ones are let through. */
    public void reset() {
        sockets.forEach(TcpProxy::reset);
        sockets.clear();
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It was closed by the other side at the same moment.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                connect(client);
            } catch (IOException e) {
                // The listener was closed, which ends the loop.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            AtomicBoolean asked = new AtomicBoolean();
            direct(client, server, () -> {
                if (!asked.getAndSet(true)) {
                    roundTrips.increment();
                }
            });
            direct(server, client, () -> asked.set(false));
        } catch (IOException e) {
            client.close();
        }
    }

    private void direct(Socket from, Socket to, Runnable received) {
        BlockingQueue<Chunk> onTheWay = new ArrayBlockingQueue<>(ON_THE_WAY);
        inBackground(() -> receive(from, onTheWay, received));
        inBackground(() -> deliver(onTheWay, from, to));
    }

    private void receive(Socket from, BlockingQueue<Chunk> onTheWay, Runnable received) {
        try {
            try {
                InputStream in = from.getInputStream();
                byte[] buffer = new byte[BUFFER];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    received.run();
                    onTheWay.put(
                            new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, count)), System.nanoTime() + delayNanos));
                }
            } catch (IOException e) {
                // This side is gone; the other is told so after what it is still to get.
            }
            onTheWay.put(new Chunk(ByteBuffer.allocate(0), System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(BlockingQueue<Chunk> onTheWay, Socket from, Socket to) {
        try (from;
                to) {
            WritableByteChannel out = Channels.newChannel(to.getOutputStream());
            for (Chunk chunk = onTheWay.take(); chunk.bytes.hasRemaining(); chunk = onTheWay.take()) {
                awaitArrival(chunk);
                out.write(chunk.bytes);
            }
        } catch (IOException e) {
            // One side is gone; so is the other, by the end of this method.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
            onTheWay.clear(); // a receiver that waits for room is to see its socket closed
        }
    }

    /** Parks, as a sleep of less than a millisecond takes a whole one. */
    private static void awaitArrival(Chunk chunk) {
        long early = chunk.due - System.nanoTime();
        while (early > 0) {
            LockSupport.parkNanos(early);
            early = chunk.due - System.nanoTime();
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
