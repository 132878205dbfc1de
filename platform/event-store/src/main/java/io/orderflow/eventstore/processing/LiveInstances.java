package io.orderflow.eventstore.processing;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The instances of the service that are alive: each says so every second, and is not counted any more after {@link
 * ClaimedTokenStore#CLAIM_TIMEOUT} of silence. The database's clock decides.
 */
final class LiveInstances {

    private static final String BEAT = """
            INSERT INTO live_instance VALUES (?, clock_timestamp())
            ON CONFLICT (name) DO UPDATE SET seen = excluded.seen""";

    private static final String OTHERS =
            "SELECT count(*) FROM live_instance WHERE name <> ? AND seen > clock_timestamp() - make_interval(secs => ?)";

    /** Waits for nobody: one that wakes up writes its own. */
    private static final String FORGET = """
            DELETE FROM live_instance WHERE name IN (
                SELECT name FROM live_instance WHERE seen < clock_timestamp() - interval '1 hour' FOR UPDATE SKIP LOCKED)""";

    private final String instance;
    private final JdbcTemplate jdbc;

    /** @param instance the name of this one */
    LiveInstances(String instance, JdbcTemplate jdbc) {
        this.instance = instance;
        this.jdbc = jdbc;
    }

    /** Says that this one is alive, and returns how many are. */
    int beat() {
        jdbc.update(BEAT, instance);
        return 1 + jdbc.queryForObject(OTHERS, Integer.class, instance, ClaimedTokenStore.CLAIM_TIMEOUT.toSeconds());
    }

    /** This one leaves, and those that have been silent for long are forgotten. */
    void leave() {
        jdbc.update("DELETE FROM live_instance WHERE name = ?", instance);
        jdbc.update(FORGET);
    }
}
