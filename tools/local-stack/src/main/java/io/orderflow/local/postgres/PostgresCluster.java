package io.orderflow.local.postgres;

import io.orderflow.local.host.FreePorts;
import io.orderflow.local.host.Pause;
import io.orderflow.local.host.StackException;
import io.orderflow.local.process.StackContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A primary with two standbys, one of which at least has on its disk what a commit wrote before that commit is answered. Clients find
 * the primary by the addresses of all three. Nobody watches over it: what dies stays dead, and who kills the primary says when another
 * one is to take over.
 */
public final class PostgresCluster implements Postgres {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<PostgresServer> members;
    private final List<String> databases;
    private final Path folder;
    private PostgresServer primary;
    private Optional<PostgresServer> hanging = Optional.empty();

    /**
     * A cluster that is not started yet, on empty databases.
     *
     * @param port of the one that is the primary first; the others have free ones
     * @param programs where to unpack PostgreSQL's own programs; stacks may share the folder
     * @param databases what is created at the start
     */
    public PostgresCluster(int port, Path programs, List<String> databases, StackContext context) {
        Map<String, Integer> ports =
                Map.of("postgres_a", port, "postgres_b", FreePorts.next(), "postgres_c", FreePorts.next());
        List<String> names = ports.keySet().stream().sorted().toList();
        Map<String, String> settings = Map.of(
                "synchronous_standby_names", "ANY 1 (%s)".formatted(String.join(", ", names)),
                // A standby that was away for a while finds here what it has missed.
                "wal_keep_size", "512MB",
                "wal_receiver_timeout", "10s",
                "wal_retrieve_retry_interval", "500ms");
        this.members = names.stream()
                .map(name -> new PostgresServer(name, ports.get(name), settings, programs, context.unsupervised()))
                .toList();
        this.databases = List.copyOf(databases);
        this.folder = context.data().postgres();
        this.primary = members.get(0);
    }

    @Override
    public String title() {
        return "PostgreSQL with two standbys";
    }

    @Override
    public List<Integer> ports() {
        return members.stream().map(PostgresServer::port).toList();
    }

    @Override
    public synchronized int port() {
        return primary.port();
    }

    @Override
    public String jdbcUrl(String database) {
        return members.stream()
                .map(member -> "127.0.0.1:" + member.port())
                .collect(Collectors.joining(
                        ",", "jdbc:postgresql://", "/%s?targetServerType=primary".formatted(database)));
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    /** To the primary, without looking for it. */
    @Override
    public synchronized Connection connect(String database) throws SQLException {
        return primary.connect(database);
    }

    @Override
    public synchronized boolean isAlive() {
        return primary.isAlive();
    }

    @Override
    public synchronized Optional<Path> log() {
        return primary.log();
    }

    @Override
    public synchronized void start() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        primary.start();
        addStandbys();
        primary.create(databases);
    }

    /**
     * Makes each member that does not run, or was the primary and hangs, a standby with the data of the primary, whatever it had, and
     * returns when they follow.
     */
    public synchronized void addStandbys() {
        hanging.ifPresent(PostgresServer::kill);
        hanging = Optional.empty();
        for (PostgresServer member : members) {
            if (!member.isAlive()) {
                member.copy(primary);
                member.start();
            }
        }
        awaitStandbys();
    }

    /** Waits until both standbys take what the primary commits. */
    public synchronized void awaitStandbys() {
        await(
                "the standbys to follow",
                () -> primary.ask(
                                "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'quorum'")
                        .equals("2"));
    }

    /** Of those standbys that run, the one that has most becomes the primary, and another one follows it. */
    public synchronized void failOver() {
        List<PostgresServer> standbys = standbys().toList();
        await(
                "the standbys to have taken all that has come",
                () -> standbys.stream()
                        .allMatch(standby -> standby.ask(
                                        "SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'")
                                .equals("0")));
        primary = standbys.stream()
                .max(Comparator.comparing(PostgresCluster::received))
                .orElseThrow(() -> new StackException("No standby runs"));
        standbys.stream().filter(standby -> standby != primary).forEach(standby -> standby.follow(primary));
        if (!primary.ask("SELECT pg_promote()").equals("t")) {
            throw new StackException("%s does not become the primary".formatted(primary.name()));
        }
    }

    private static Long received(PostgresServer standby) {
        return Long.valueOf(
                standby.ask("SELECT coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'::pg_lsn"));
    }

    /** kill -9 of the primary. */
    @Override
    public synchronized void kill() {
        primary.kill();
    }

    /** Stops the standbys as a machine that hangs does. */
    public synchronized void suspendStandbys() {
        standbys().forEach(PostgresServer::suspend);
    }

    /** Lets them go on. */
    public synchronized void resumeStandbys() {
        standbys().forEach(PostgresServer::resume);
    }

    /** Stops the primary as a machine that hangs does: connections to it stay open. It never goes on, lest there be two. */
    public synchronized void suspendPrimary() {
        primary.suspend();
        hanging = Optional.of(primary);
    }

    private Stream<PostgresServer> standbys() {
        return members.stream().filter(member -> member != primary);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new StackException("Waited in vain for " + what);
            }
            Pause.of(POLL);
        }
    }

    /** Stops all of them; who starts them again has standbys that are made anew. */
    @Override
    public synchronized void stop() {
        standbys().forEach(PostgresServer::stop);
        primary.stop();
    }

    @Override
    public synchronized void close() {
        standbys().forEach(PostgresServer::close);
        primary.close();
    }
}
