package io.orderflow.eventstore.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.orderflow.eventstore.audit.AuditEntry;
import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.processing.ProcessorStatus.State;
import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What operators see of processors, and how they pause them. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.MOCK,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
@Import({PausedProcessorTest.Moody.class, PausedProcessorTest.Rules.class})
@Timeout(60)
class PausedProcessorTest {

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private EventTransactions transactions;

    @Autowired
    private Moody moody;

    @Autowired
    private StoreApplication.Reader reader;

    @Autowired
    private Processors processors;

    @Autowired
    private ProcessorController controller;

    @Autowired
    private ProcessorPauses pauses;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties); // which other instances of this test share
    }

    @Test
    void aPausedProcessorHandlesNothing_inNoInstance_andGoesOnWhereItWas() throws Exception {
        publish(0);
        await().untilAsserted(() -> assertThat(moody.handled).contains(rain.id(0)));

        http().perform(post("/processors/moody/pause"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.state").value("paused"))
                .andExpect(jsonPath("$.instance").isEmpty());
        publish(1);
        try (ConfigurableApplicationContext other = StoreApplication.anotherInstance(Moody.class)) {
            await().untilAsserted(() -> assertThat(reader.read()).contains(rain.id(1)));
            await().untilAsserted(() -> assertThat(
                            other.getBean(Processors.class).find("moody"))
                    .hasValueSatisfying(found -> assertThat(found.state()).isEqualTo(State.PAUSED)));
            await("each instance to have asked for it, and got nothing")
                    .during(EventProcessingAutoConfiguration.CLAIM_INTERVAL.multipliedBy(3))
                    .atMost(EventProcessingAutoConfiguration.CLAIM_INTERVAL.multipliedBy(30))
                    .untilAsserted(() -> {
                        assertThat(ownerOfMoody()).isNull();
                        assertThat(moody.handled).doesNotContain(rain.id(1));
                        assertThat(other.getBean(Moody.class).handled).isEmpty();
                    });
        }
        assertThat(pauses.health().getStatus()).isEqualTo(DegradedHealth.DEGRADED);
        assertThat(pauses.health().getDetails())
                .containsEntry("moody", "paused by 127.0.0.1")
                .containsKey("since");

        http().perform(post("/processors/moody/resume")).andExpect(status().isOk());

        await().untilAsserted(
                        () -> assertThat(moody.handled).contains(rain.id(1)).doesNotHaveDuplicates());
        assertThat(pauses.health().getStatus()).isEqualTo(Status.UP);
        assertThat(trail.page(null, 2))
                .extracting(AuditEntry::target, entry -> entry.action().title())
                .containsExactly(
                        tuple("processors/moody", "processor_resumed"), tuple("processors/moody", "processor_paused"));
    }

    @Test
    void whoPausesTwiceHasPausedOnce() throws Exception {
        int before = trail.page(null, 1_000).size();
        for (String what : List.of("pause", "pause", "resume", "resume")) {
            http().perform(post("/processors/moody/" + what)).andExpect(status().isOk());
        }

        assertThat(trail.page(null, 1_000)).hasSize(before + 2);
    }

    @Test
    void aProcessorSaysAtWhichEventItFails() throws Exception {
        moody.broken = true;
        publish(0);

        await().untilAsserted(() -> http().perform(get("/processors"))
                .andExpect(jsonPath("$[?(@.name == 'moody')].state").value("failing"))
                .andExpect(jsonPath("$[?(@.name == 'moody')].failure.event_id").value(rain.id(0)))
                .andExpect(jsonPath("$[?(@.name == 'moody')].failure.type").value("RainFell"))
                .andExpect(jsonPath("$[?(@.name == 'moody')].failure.error").value("out of order"))
                .andExpect(jsonPath("$[?(@.name == 'reader')].state").value("running")));

        moody.broken = false;
        await().untilAsserted(() -> assertThat(processors.find("moody"))
                .hasValueSatisfying(found -> assertThat(found.state()).isEqualTo(State.RUNNING)));
    }

    @Test
    void aProcessorWithoutWhichPromisesBreakIsNotPaused() throws Exception {
        http().perform(post("/processors/reader/pause")).andExpect(status().isConflict());
        http().perform(get("/processors"))
                .andExpect(jsonPath("$[?(@.name == 'reader')].never_paused").value("nobody would know the weather"))
                .andExpect(jsonPath("$[?(@.name == 'moody')].never_paused", contains(nullValue())));
        http().perform(post("/processors/nobody/pause")).andExpect(status().isNotFound());
        http().perform(post("/processors/nobody/resume")).andExpect(status().isNotFound());
    }

    private void publish(int sequence) {
        transactions.execute(() -> store.publish(rain.event(sequence)));
    }

    private String ownerOfMoody() {
        return jdbc.queryForObject("SELECT owner FROM token_entry WHERE processor_name = 'moody'", String.class);
    }

    private MockMvc http() {
        return MockMvcBuilders.standaloneSetup(controller)
                .setMessageConverters(new JacksonJsonHttpMessageConverter(JsonMapper.builder()
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .build()))
                .build();
    }

    static class Rules {

        @Bean
        NeverPaused readerIsNeverPaused() {
            return new NeverPaused("reader", "nobody would know the weather");
        }
    }

    /** Has a handler that fails when it likes to. */
    @ProcessingGroup("moody")
    static class Moody {

        private final List<String> handled = new CopyOnWriteArrayList<>();
        private volatile boolean broken;

        @EventHandler
        void on(EventMessage<?> event) {
            if (broken) {
                throw new IllegalStateException("out of order");
            }
            handled.add(event.getIdentifier());
        }
    }
}
