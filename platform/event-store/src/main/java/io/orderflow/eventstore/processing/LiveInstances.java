package io.orderflow.eventstore.processing;

import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The instances of the service that are alive: each says so every second, and is not counted any more after {@link
 * ClaimedTokenStore#CLAIM_TIMEOUT} of silence. The database's clock decides.
 */
public final class LiveInstances {

    private static final Logger log = LoggerFactory.getLogger(LiveInstances.class);

    private static final String BEAT = """
            INSERT INTO live_instance VALUES (?, clock_timestamp())
            ON CONFLICT (name) DO UPDATE SET seen = excluded.seen""";

    private static final String ALIVE =
            "SELECT name FROM live_instance WHERE seen > clock_timestamp() - make_interval(secs => ?)";

    /** Waits for nobody: one that wakes up writes its own. */
    private static final String FORGET = """
            DELETE FROM live_instance WHERE name IN (
                SELECT name FROM live_instance WHERE seen < clock_timestamp() - interval '1 hour' FOR UPDATE SKIP LOCKED)""";

    private final String instance;
    private final JdbcTemplate jdbc;
    private volatile boolean leaving;

    /** @param instance the name of this one */
    LiveInstances(String instance, JdbcTemplate jdbc) {
        this.instance = instance;
        this.jdbc = jdbc;
    }

    /** The name of this one. */
    public String instance() {
        return instance;
    }

    /** This one is there, also if it had left. */
    public void enter() {
        leaving = false;
    }

    /** Says that this one is alive, unless it leaves, and returns the names of those that are, which is one of them, in their order. */
    public List<String> beat() {
        if (!leaving) {
            jdbc.update(BEAT, instance);
        }
        TreeSet<String> alive =
                new TreeSet<>(jdbc.queryForList(ALIVE, String.class, ClaimedTokenStore.CLAIM_TIMEOUT.toSeconds()));
        alive.add(instance);
        return List.copyOf(alive);
    }

    /** This one leaves, and those that have been silent for long are forgotten. If it cannot be said, it will be noticed. */
    public void leave() {
        leaving = true;
        try {
            jdbc.update("DELETE FROM live_instance WHERE name = ?", instance);
            jdbc.update(FORGET);
        } catch (DataAccessException e) {
            log.debug("Not said that this instance leaves", e);
        }
    }
}
