package io.orderflow.projection.rest;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.projection.ProjectionStatus;
import io.orderflow.projection.Rebuild;
import io.orderflow.projection.Rebuild.State;
import io.orderflow.projection.RebuildRunningException;
import io.orderflow.projection.RebuildableProjection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class ProjectionControllerTest {

    private static final Instant START = Instant.parse("2026-07-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START.plusSeconds(4), ZoneOffset.UTC);
    private static final Rebuild RUNNING = new Rebuild(2, State.RUNNING, 61_000, 100_000, START, null, null);
    private static final String RUNNING_JSON = """
            {"id": 2, "state": "running", "processed": 61000, "total": 100000, "estimated": true, "percent": 61.0,
             "events_per_second": 15250, "started_at": "2026-07-01T12:00:00Z", "finished_at": null}""";

    private final RebuildableProjection orders = mock(RebuildableProjection.class);
    private final AuditTrail trail = mock();
    private final MockMvc http = MockMvcBuilders.standaloneSetup(
                    new ProjectionController(List.of(orders), trail, CLOCK))
            .setMessageConverters(new JacksonJsonHttpMessageConverter(JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build()))
            .build();

    @BeforeEach
    void name() {
        when(orders.name()).thenReturn("orders");
    }

    @Test
    void aListSaysOfEachProjectionHowFarItIs() throws Exception {
        when(orders.status())
                .thenReturn(new ProjectionStatus("orders", 17L, 3L, ProjectionStatus.State.REBUILDING, RUNNING));

        http.perform(get("/projections"))
                .andExpect(status().isOk())
                .andExpect(content().json("""
                        [{"name": "orders", "position": 17, "behind": 3, "state": "rebuilding", "last_rebuild": %s}]""".formatted(RUNNING_JSON), JsonCompareMode.STRICT));
    }

    @Test
    void aProjectionThatWasNeverRebuiltHasNoRebuild() throws Exception {
        when(orders.status()).thenReturn(new ProjectionStatus("orders", null, 0L, ProjectionStatus.State.STUCK, null));

        http.perform(get("/projections")).andExpect(content().json("""
                [{"name": "orders", "position": null, "behind": 0, "state": "stuck", "last_rebuild": null}]""", JsonCompareMode.STRICT));
    }

    @Test
    void aRebuildThatBeginsHasAnAddress() throws Exception {
        when(orders.startRebuild(any())).thenAnswer(call -> {
            call.<Consumer<Rebuild>>getArgument(0).accept(RUNNING);
            return RUNNING;
        });

        http.perform(post("/projections/orders/rebuild"))
                .andExpect(status().isAccepted())
                .andExpect(header().string("Location", "/projections/orders/rebuilds/2"))
                .andExpect(content().json(RUNNING_JSON, JsonCompareMode.STRICT));
        verify(trail).add("127.0.0.1", AuditedAction.REBUILD_STARTED, "projections/orders", "rebuild 2");
    }

    @Test
    void aRebuildIsRefusedWhileAnotherRuns() throws Exception {
        when(orders.startRebuild(any())).thenThrow(new RebuildRunningException("orders"));

        http.perform(post("/projections/orders/rebuild"))
                .andExpect(status().isConflict())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(content().json("{\"detail\": \"A rebuild of orders is running\"}"));
    }

    @Test
    void aFinishedRebuildIsComplete() throws Exception {
        when(orders.rebuild(2))
                .thenReturn(Optional.of(new Rebuild(2, State.FINISHED, 100, 100, START, START.plusMillis(50), null)));

        http.perform(get("/projections/orders/rebuilds/2"))
                .andExpect(status().isOk())
                .andExpect(content().json("""
                        {"id": 2, "state": "finished", "processed": 100, "total": 100, "estimated": false, "percent": 100.0,
                         "events_per_second": 2000, "started_at": "2026-07-01T12:00:00Z",
                         "finished_at": "2026-07-01T12:00:00.050Z"}""", JsonCompareMode.STRICT));
    }

    @Test
    void aFailedRebuildSaysWhy() throws Exception {
        when(orders.rebuild(2))
                .thenReturn(Optional.of(
                        new Rebuild(2, State.FAILED, 99_999, 100_000, START, START.plusSeconds(4), "no room")));

        http.perform(get("/projections/orders/rebuilds/2"))
                .andExpect(content().json("{\"state\": \"failed\", \"percent\": 99.9, \"reason\": \"no room\"}"));
    }

    @Test
    void whatDoesNotExistIsNotFound() throws Exception {
        when(orders.rebuild(anyLong())).thenReturn(Optional.empty());

        http.perform(post("/projections/sales/rebuild")).andExpect(status().isNotFound());
        http.perform(get("/projections/sales/rebuilds/1")).andExpect(status().isNotFound());
        http.perform(get("/projections/orders/rebuilds/3")).andExpect(status().isNotFound());
    }
}
