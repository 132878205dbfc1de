package io.orderflow.local.postgres;

import io.orderflow.local.host.DataFolder;
import io.orderflow.local.host.FileTrees;
import io.orderflow.local.host.Server;
import io.orderflow.local.host.StackException;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import io.orderflow.local.tls.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A real PostgreSQL that keeps its data, with fsync and synchronous commit on. */
public final class Postgres implements Server {

    public static final String USER = "orderflow";
    public static final String PASSWORD = "orderflow";

    /** The database that is there before any other. */
    private static final String MAINTENANCE = "postgres";

    private final int port;
    private final PostgresUser user;
    private final PostgresPrograms programs;
    private final List<String> databases;
    private final Optional<TlsFiles> tls;
    private final DataFolder data;
    private final ManagedProcess initdb;
    private final ManagedProcess server;

    /**
     * @param programs where to unpack PostgreSQL's own programs; stacks may share the folder
     * @param databases what is created at the first start
     * @param tls present where it is to talk by TLS alone, and to ask for the password, from its first start on
     */
    public Postgres(int port, Path programs, List<String> databases, Optional<TlsFiles> tls, StackContext context) {
        this.port = port;
        this.user = PostgresUser.find();
        this.programs = new PostgresPrograms(programs, user);
        this.databases = List.copyOf(databases);
        this.tls = tls;
        this.data = context.data();
        this.initdb = new ManagedProcess("initdb", initdb(), () -> false, context.unsupervised());
        this.server = new ManagedProcess("postgres", postgres(), this::isReady, context);
    }

    @Override
    public String title() {
        return "PostgreSQL";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    public int port() {
        return port;
    }

    /** The JDBC address of a database, e.g. {@code orders}. */
    public String jdbcUrl(String database) {
        return tls.map(files -> "jdbc:postgresql://localhost:%s/%s?sslmode=verify-full&sslrootcert=%s"
                        .formatted(port, database, files.authority()))
                .orElse("jdbc:postgresql://127.0.0.1:%s/%s".formatted(port, database));
    }

    /** The password of {@link #USER}. */
    public String password() {
        return tls.map(TlsFiles::readPassword).orElse(PASSWORD);
    }

    /** A new connection to a database, e.g. {@code orders}. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, password());
    }

    public boolean isAlive() {
        return server.isAlive();
    }

    @Override
    public Optional<Path> log() {
        return Optional.of(server.log());
    }

    @Override
    public void start() {
        programs.prepare();
        if (!Files.isDirectory(data.postgres())) {
            initialise();
        }
        server.start();
        server.awaitReady();
        createMissingDatabases();
    }

    @Override
    public void stop() {
        server.stop();
    }

    /** kill -9. What was committed is there after {@link #start()}. */
    public void kill() {
        server.kill();
    }

    @Override
    public void close() {
        initdb.close();
        server.close();
    }

    /** Under another name until it is whole, so that one that was cut short is never taken for a database. */
    private void initialise() {
        FileTrees.delete(unfinished());
        user.makeFolder(unfinished());
        initdb.runToEnd();
        try {
            if (tls.isPresent()) {
                talkByTlsAlone(tls.get());
            }
            Files.move(unfinished(), data.postgres());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void talkByTlsAlone(TlsFiles files) throws IOException {
        Files.copy(files.certificate(), unfinished().resolve("server.crt"));
        // It takes no key that is somebody else's, or that others may read.
        Path key = Files.copy(files.key(), unfinished().resolve("server.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        user.give(key);
        Files.writeString(unfinished().resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
    }

    private Path unfinished() {
        return data.root().resolve("postgres.new");
    }

    private ManagedProcess.Launch initdb() {
        List<String> arguments = new ArrayList<>(List.of(
                "--pgdata=" + unfinished(),
                "--username=" + USER,
                "--auth=trust", // it listens on this machine only, and the password is no secret
                "--encoding=UTF8",
                "--locale=C"));
        tls.ifPresent(files -> arguments.add("--pwfile=" + files.password()));
        return new ManagedProcess.Launch(
                programs.command("initdb", arguments.toArray(String[]::new)), Map.of(), StopSignal.TERM);
    }

    private ManagedProcess.Launch postgres() {
        Map<String, Object> settings = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "port", port,
                // No socket file in /tmp, where another user's server of the same port may have left one.
                "unix_socket_directories", "",
                "max_connections", 200,
                "shared_buffers", "64MB",
                // Counts statements and their time, for whoever asks what a service costs its database.
                "shared_preload_libraries", "pg_stat_statements",
                "fsync", "on",
                "synchronous_commit", "on",
                "timezone", "UTC"));
        tls.ifPresent(files -> settings.put("ssl", "on"));
        return new ManagedProcess.Launch(
                programs.command(
                        "postgres",
                        Stream.concat(
                                        Stream.of("-D", data.postgres().toString()),
                                        settings.entrySet().stream()
                                                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue()))
                                .toArray(String[]::new)),
                Map.of(),
                StopSignal.INT);
    }

    private boolean isReady() {
        try (Connection connection = connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    private void createMissingDatabases() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String database : databases) {
                if (!exists(statement, database)) {
                    statement.execute("CREATE DATABASE " + database);
                }
            }
        } catch (SQLException e) {
            throw new StackException("Cannot create the databases: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement, String database) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
            return found.next();
        }
    }

    private Connection connect() throws SQLException {
        return connect(MAINTENANCE);
    }
}
