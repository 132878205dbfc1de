package io.orderflow.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.when;

import io.orderflow.rest.sample.SampleApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@SpringBootTest(
        classes = SampleApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.import=classpath:rest-support.yml", "spring.application.name=sample"})
class HealthTest {

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @MockitoBean(name = "relayHealthIndicator")
    private HealthIndicator relay;

    @MockitoBean(name = "dbHealthIndicator")
    private HealthIndicator database;

    @BeforeEach
    void allIsWell() {
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        given(relay, Health.up().build());
        given(database, Health.up().build());
    }

    @Test
    void givenAllIsWell_thenHealthy() {
        Http.Answer answer = health();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"healthy\",\"service\":\"sample\"}");
    }

    @Test
    void givenEventsWait_thenDegradedAndItSaysWhatAndWhy() {
        given(relay, degraded("the broker cannot be reached"));

        Http.Answer answer = health();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asString()).isEqualTo("degraded");
        assertThat(answer.json().path("problems")).singleElement().satisfies(problem -> {
            assertThat(problem.path("component").asString()).isEqualTo("relay");
            assertThat(problem.path("detail").asString()).isEqualTo("reason: the broker cannot be reached");
        });
    }

    @Test
    void givenAPartKnowsSinceWhenItWaits_thenThatIsSaid() {
        given(
                relay,
                Health.status(new Status("DEGRADED"))
                        .withDetail("since", "2026-07-01T12:00:00Z")
                        .withDetail("notifications", "a batch cannot be stored")
                        .build());

        Http.Answer answer = health();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("problems")).singleElement().satisfies(problem -> {
            assertThat(problem.path("since").asString()).isEqualTo("2026-07-01T12:00:00Z");
            assertThat(problem.path("detail").asString()).isEqualTo("notifications: a batch cannot be stored");
        });
    }

    @Test
    void givenTheDatabaseIsGone_thenUnhealthy() {
        given(database, Health.down().withDetail("error", "no connection").build());
        given(relay, degraded("the broker cannot be reached"));

        Http.Answer answer = health();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("status").asString()).isEqualTo("unhealthy");
        assertThat(answer.json().path("service").asString()).isEqualTo("sample");
        assertThat(answer.json()
                        .path("problems")
                        .valueStream()
                        .map(problem -> problem.path("component").asString()))
                .containsExactlyInAnyOrder("db", "relay");
    }

    @Test
    void givenRequestsAreNotTakenYet_thenStarting() {
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);

        Http.Answer answer = health();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"status\":\"starting\",\"service\":\"sample\"}");
    }

    private Http.Answer health() {
        return new Http(port).get("/health");
    }

    private static Health degraded(String reason) {
        return Health.status(new Status("DEGRADED"))
                .withDetail("reason", reason)
                .build();
    }

    private static void given(HealthIndicator indicator, Health health) {
        when(indicator.health()).thenReturn(health);
        when(indicator.health(anyBoolean())).thenReturn(health);
    }
}
