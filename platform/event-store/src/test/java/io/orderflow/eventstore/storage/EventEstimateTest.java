package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.sample.StoreApplication;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class EventEstimateTest {

    private static final String OF_TYPE = "payload_type = ?";

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        String database = StoreApplication.newDatabase("event_estimate");
        properties.add("spring.datasource.url", () -> database);
    }

    @Test
    void aFewEventsAreCountedAndOfManyTheNumberIsAboutRight() {
        EventEstimate estimate = new EventEstimate(jdbc);
        assertThat(estimate.ofAll()).isZero();

        append(1_000);
        assertThat(estimate.ofAll()).isEqualTo(1_000);
        assertThat(estimate.of(OF_TYPE, "SunShone")).isEqualTo(250);

        append(119_000);
        assertThat(estimate.ofAll()).isBetween(90_000L, 150_000L);
        assertThat(estimate.of(OF_TYPE, "SunShone")).isBetween(20_000L, 40_000L);
    }

    /** Every fourth is of another type. */
    private void append(int count) {
        jdbc.update(
                "INSERT INTO domain_event_entry SELECT nextval('domain_event_entry_seq'), gen_random_uuid(), 0,"
                        + " 'Station', gen_random_uuid(), '2026-07-01T12:00:00Z', CASE number % 4 WHEN 0 THEN 'SunShone'"
                        + " ELSE 'RainFell' END, '1', '{}', '{}' FROM generate_series(1, ?) AS number",
                count);
    }
}
