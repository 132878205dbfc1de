package io.orderflow.eventstore.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** What people did, kept in a real PostgreSQL, and shown. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.MOCK,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class AuditTrailTest {

    @Autowired
    private AuditTrail trail;

    @Autowired
    private ActivityController controller;

    @Autowired
    private EventTransactions transactions;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        String ofItsOwn = StoreApplication.newDatabase("audit_trail");
        properties.add("spring.datasource.url", () -> ofItsOwn);
    }

    @BeforeEach
    void forget() {
        jdbc.execute("TRUNCATE audit_entry");
    }

    @Test
    void anEntrySaysWhoDidWhatToWhatAndWhen() {
        Instant before = Instant.now();
        trail.add("olga", AuditedAction.STOCK_ADJUSTED, "products/7", "+5: \"returned\" <b>");

        assertThat(trail.page(null, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.at())
                    .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
            assertThat(entry.who()).isEqualTo("olga");
            assertThat(entry.action()).isEqualTo(AuditedAction.STOCK_ADJUSTED);
            assertThat(entry.target()).isEqualTo("products/7");
            assertThat(entry.detail()).isEqualTo("+5: \"returned\" <b>");
        });
    }

    @Test
    void whatHasBeenDoneIsNotTakenBackWhereItCannotBeKept() {
        jdbc.execute("ALTER TABLE audit_entry RENAME TO audit_entry_away");
        try {
            trail.addAfterwards("olga", AuditedAction.DEAD_LETTER_DROPPED, "dead-letters/x", "given up");
        } finally {
            jdbc.execute("ALTER TABLE audit_entry_away RENAME TO audit_entry");
        }
        trail.addAfterwards("olga", AuditedAction.DEAD_LETTER_DROPPED, "dead-letters/y", "given up");

        assertThat(trail.page(null, 10)).extracting(AuditEntry::target).containsExactly("dead-letters/y");
    }

    @Test
    void anEntryIsKeptOnlyIfWhatWasDoneIs() {
        assertThatThrownBy(() -> transactions.execute(() -> {
                    trail.add("olga", AuditedAction.STOCK_SET, "products/7", "5");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(trail.page(null, 10)).isEmpty();
    }

    @Test
    void pagesGoFromTheNewestToTheOldest_andLeaveNoneOut() throws Exception {
        for (int i = 1; i <= 5; i++) {
            trail.add("olga", AuditedAction.STOCK_SET, "products/" + i, String.valueOf(i));
        }
        List<AuditEntry> all = trail.page(null, 10);
        assertThat(all).extracting(AuditEntry::detail).containsExactly("5", "4", "3", "2", "1");

        http().perform(get("/activity?limit=2"))
                .andExpect(jsonPath("$.entries[0].target").value("products/5"))
                .andExpect(jsonPath("$.entries[1].target").value("products/4"))
                .andExpect(jsonPath("$.entries[0].action").value("stock_set"))
                .andExpect(jsonPath("$.next").value(all.get(1).id()));
        http().perform(get("/activity?limit=3&after=" + all.get(1).id()))
                .andExpect(jsonPath("$.entries.length()").value(3))
                .andExpect(jsonPath("$.next").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=1001, limit", "after=x, after"})
    void aPageThatIsNoneIsRefused(String query, String field) throws Exception {
        http().perform(get("/activity?" + query))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.errors[0].field").value(field));
    }

    @Test
    void whatIsOldIsForgotten() {
        trail.add("olga", AuditedAction.STOCK_SET, "products/1", "old");
        trail.add("olga", AuditedAction.STOCK_SET, "products/1", "new");
        jdbc.update("UPDATE audit_entry SET at = at - interval '91 days' WHERE detail = 'old'");

        assertThat(trail.forgetBefore(Instant.now().minus(Duration.ofDays(90)))).isFalse();

        assertThat(trail.page(null, 10)).extracting(AuditEntry::detail).containsExactly("new");
    }

    private MockMvc http() {
        return MockMvcBuilders.standaloneSetup(controller).build();
    }
}
