package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.eventstore.sample.StoreApplication;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** A connection that neither answers nor ends, as when a network drops its packets, stops nobody for good. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            StoreApplication.CONFIGURATION,
            StoreApplication.NAME,
            "spring.datasource.hikari.data-source-properties.socketTimeout=2"
        })
class SilentDatabaseTest {

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactionManager;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void givenAConnectionThatGoesSilent_whenUsed_thenItIsGivenUpAndTheNextTransactionGetsAnother() {
        AtomicLong silent = new AtomicLong();
        try {
            assertThatThrownBy(() -> new TransactionTemplate(transactionManager).executeWithoutResult(open -> {
                        silent.set(server());
                        signal("STOP", silent.get());
                        jdbc.execute("SELECT 1");
                    }))
                    .isInstanceOfAny(TransactionException.class, DataAccessException.class);

            assertThat(server()).isNotEqualTo(silent.get());
        } finally {
            if (silent.get() != 0) {
                signal("CONT", silent.get());
            }
        }
    }

    /** The process at the other end of the connection. */
    private long server() {
        return jdbc.queryForObject("SELECT pg_backend_pid()", Long.class);
    }

    private static void signal(String signal, long process) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process)).start();
            assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(kill.exitValue()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
