package io.orderflow.local.mongo;

import de.bwaldvogel.mongo.MongoServer;
import io.orderflow.local.host.Server;
import io.orderflow.local.host.StackException;
import io.orderflow.local.tls.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVStore;

/**
 * Speaks MongoDB's protocol and keeps its data in a file; no transactions, no authentication. MongoDB itself comes with no
 * package registry that a build can use.
 */
public final class MongoStandIn implements Server {

    /** How long an acknowledged write may wait for its way to the disk; H2's own second loses hundreds when it is killed. */
    private static final int COMMIT_DELAY_MILLIS = 20;

    /** A quarter of H2's own: with every commit, a whole page is written for each document, as their ids are random. */
    private static final int PAGE_BYTES = 4096;

    private final int port;
    private final Path file;
    private final Optional<TlsFiles> tls;
    private MongoServer server;
    private boolean closed;

    /**
     * @param folder where it keeps its data
     * @param tls present where it is to talk by TLS alone
     */
    public MongoStandIn(int port, Path folder, Optional<TlsFiles> tls) {
        this.port = port;
        this.tls = tls;
        this.file = folder.resolve("documents.mv");
    }

    @Override
    public String title() {
        return "MongoDB stand-in";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    public int port() {
        return port;
    }

    /** The connection string for a database, e.g. {@code notifications}. */
    public String uri(String database) {
        return "mongodb://%s:%s/%s".formatted(tls.isPresent() ? "localhost" : "127.0.0.1", port, database);
    }

    @Override
    public Optional<Path> log() {
        return Optional.empty();
    }

    @Override
    public synchronized void start() {
        if (closed) {
            throw new StackException("%s is not started, as everything is being stopped".formatted(title()));
        }
        if (server != null) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .pageSplitSize(PAGE_BYTES)
                .open();
        store.setAutoCommitDelay(COMMIT_DELAY_MILLIS);
        server = new MongoServer(new FileBackend(store));
        tls.ifPresent(files -> server.enableSsl(files.readKey(), null, files.readCertificate()));
        server.bind("127.0.0.1", port);
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
