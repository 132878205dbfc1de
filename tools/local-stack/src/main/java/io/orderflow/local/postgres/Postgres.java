package io.orderflow.local.postgres;

import io.orderflow.local.host.Server;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.tls.TlsFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A real PostgreSQL that keeps its data, with fsync and synchronous commit on: what was committed outlives {@link #kill()}. */
public interface Postgres extends Server {

    String USER = "orderflow";
    String PASSWORD = "orderflow";

    /**
     * One server, which is not started yet.
     *
     * @param programs where to unpack PostgreSQL's own programs; stacks may share the folder
     * @param databases what is created at the first start
     * @param tls present where it is to talk by TLS alone, and to ask for the password, from its first start on
     */
    static Postgres of(int port, Path programs, List<String> databases, Optional<TlsFiles> tls, StackContext context) {
        return new PostgresServer(port, programs, databases, tls, context);
    }

    /** The port on 127.0.0.1 of the server that takes writes. */
    int port();

    /** The JDBC address of a database, e.g. {@code orders}. */
    String jdbcUrl(String database);

    /** The password of {@link #USER}. */
    String password();

    /** A new connection to a database, e.g. {@code orders}. */
    default Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, password());
    }

    boolean isAlive();

    /** kill -9. What was committed is there after {@link #start()}. */
    void kill();
}
