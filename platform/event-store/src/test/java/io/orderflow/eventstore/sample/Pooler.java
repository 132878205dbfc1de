package io.orderflow.eventstore.sample;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands between a driver and PostgreSQL as poolers do: with process numbers of its own. */
public final class Pooler implements Closeable {

    private static final int BACKEND_KEY_DATA = 'K';
    private static final int READY_FOR_QUERY = 'Z';

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;

    /** @param server the port of PostgreSQL */
    public Pooler(int server) throws IOException {
        this.server = server;
        daemon(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket driver = door.accept();
            Socket postgres = new Socket(InetAddress.getLoopbackAddress(), server);
            daemon(() -> pump(driver.getInputStream(), postgres.getOutputStream(), postgres));
            daemon(() -> {
                renumber(
                        new DataInputStream(postgres.getInputStream()), new DataOutputStream(driver.getOutputStream()));
                pump(postgres.getInputStream(), driver.getOutputStream(), driver);
            });
        }
    }

    private static void pump(InputStream from, OutputStream to, Socket closed) throws IOException {
        try (closed) {
            byte[] some = new byte[8_192];
            for (int count = from.read(some); count >= 0; count = from.read(some)) {
                to.write(some, 0, count);
                to.flush();
            }
        }
    }

    /** Passes on what PostgreSQL says until it is ready for the first query. */
    private static void renumber(DataInputStream from, DataOutputStream to) throws IOException {
        int type;
        do {
            type = from.readUnsignedByte();
            int length = from.readInt();
            to.writeByte(type);
            to.writeInt(length);
            int rest = length - Integer.BYTES;
            if (type == BACKEND_KEY_DATA) {
                to.writeInt(~from.readInt());
                rest -= Integer.BYTES;
            }
            to.write(from.readNBytes(rest));
            to.flush();
        } while (type != READY_FOR_QUERY);
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // One of both has gone, so the other gets no more.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
