package io.orderflow.local.postgres;

import io.orderflow.local.host.FileTrees;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One PostgreSQL server: all there is, or a member of a {@link PostgresCluster}. */
final class PostgresServer implements Postgres {

    /** The database that is there before any other. */
    static final String MAINTENANCE = "postgres";

    /** What a copy of a running server is made without: its log, which the copy gets from it, and what says that it runs. */
    private static final List<String> NOT_COPIED = List.of("pg_wal", "postmaster.pid", "postmaster.opts");

    private final String name;
    private final Path folder;
    private final int port;
    private final PostgresUser user;
    private final PostgresPrograms programs;
    private final List<String> databases;
    private final Optional<TlsFiles> tls;
    private final ManagedProcess initdb;
    private final ManagedProcess server;

    /** A server that is all there is; see {@link Postgres#of}. */
    PostgresServer(int port, Path programs, List<String> databases, Optional<TlsFiles> tls, StackContext context) {
        this("postgres", context.data().postgres(), port, Map.of(), programs, databases, tls, context);
    }

    /**
     * A member of a cluster, without databases of its own.
     *
     * @param name by which the other members know it
     * @param settings beside those of every server
     */
    PostgresServer(String name, int port, Map<String, String> settings, Path programs, StackContext context) {
        this(
                name,
                context.data().postgres().resolve(name),
                port,
                settings,
                programs,
                List.of(),
                Optional.empty(),
                context);
    }

    private PostgresServer(
            String name,
            Path folder,
            int port,
            Map<String, String> settings,
            Path programs,
            List<String> databases,
            Optional<TlsFiles> tls,
            StackContext context) {
        this.name = name;
        this.folder = folder;
        this.port = port;
        this.user = PostgresUser.find();
        this.programs = new PostgresPrograms(programs, user);
        this.databases = List.copyOf(databases);
        this.tls = tls;
        this.initdb = new ManagedProcess("initdb", initdb(), () -> false, context.unsupervised());
        this.server = new ManagedProcess(name, postgres(settings), this::isReady, context);
    }

    @Override
    public String title() {
        return "PostgreSQL";
    }

    /** By which other members of its cluster know it. */
    String name() {
        return name;
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String jdbcUrl(String database) {
        return tls.map(files -> "jdbc:postgresql://localhost:%s/%s?sslmode=verify-full&sslrootcert=%s"
                        .formatted(port, database, files.authority()))
                .orElse("jdbc:postgresql://127.0.0.1:%s/%s".formatted(port, database));
    }

    @Override
    public String password() {
        return tls.map(TlsFiles::readPassword).orElse(PASSWORD);
    }

    @Override
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
        if (!Files.isDirectory(folder)) {
            initialise();
        }
        server.start();
        server.awaitReady();
        create(databases);
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void kill() {
        server.kill();
    }

    void suspend() {
        server.suspend();
    }

    void resume() {
        server.resume();
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
            Files.move(unfinished(), folder);
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
        return folder.resolveSibling(folder.getFileName() + ".new");
    }

    /** Makes it, while it does not run, a standby with the data that the primary has now; what it had is deleted. */
    void copy(PostgresServer primary) {
        FileTrees.delete(folder);
        try (Connection connection = primary.connect(MAINTENANCE);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', fast => true)");
            FileTrees.copy(primary.folder, folder, NOT_COPIED);
            try (ResultSet end =
                    statement.executeQuery("SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
                end.next();
                give(Files.writeString(folder.resolve("backup_label"), end.getString(1)));
            }
            user.makeFolder(folder.resolve("pg_wal"));
            give(Files.writeString(folder.resolve("standby.signal"), ""));
        } catch (SQLException e) {
            throw new StackException("%s cannot be copied: %s".formatted(primary.name, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        follow(primary);
    }

    /** Has it, as a standby, take what this primary commits; from now on where it runs. */
    void follow(PostgresServer primary) {
        try {
            give(Files.writeString(
                    folder.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%s user=%s application_name=%s'%n"
                            .formatted(primary.port, USER, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (isAlive()) {
            ask("SELECT pg_reload_conf()");
        }
    }

    private void give(Path file) throws IOException {
        user.give(file);
    }

    /** The first column of the first row; empty where that is null. */
    String ask(String query) {
        try (Connection connection = connect(MAINTENANCE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            String answer = row.getString(1);
            return answer == null ? "" : answer;
        } catch (SQLException e) {
            throw new StackException("%s does not answer: %s".formatted(name, e.getMessage()), e);
        }
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

    private ManagedProcess.Launch postgres(Map<String, String> more) {
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
        settings.putAll(more);
        return new ManagedProcess.Launch(
                programs.command(
                        "postgres",
                        Stream.concat(
                                        Stream.of("-D", folder.toString()),
                                        settings.entrySet().stream()
                                                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue()))
                                .toArray(String[]::new)),
                Map.of(),
                StopSignal.INT);
    }

    private boolean isReady() {
        try (Connection connection = connect(MAINTENANCE)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Creates those databases that are not there yet. */
    void create(List<String> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        try (Connection connection = connect(MAINTENANCE);
                Statement statement = connection.createStatement()) {
            for (String database : wanted) {
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
}
