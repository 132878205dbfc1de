package io.orderflow.ordering.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.access.EndpointTable;
import io.orderflow.eventstore.audit.AuditAutoConfiguration;
import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.processing.ProcessorControllerAutoConfiguration;
import io.orderflow.ordering.admission.AdmissionControl;
import io.orderflow.ordering.placement.GroupPlacement;
import io.orderflow.ordering.placement.IdempotentPlacement;
import io.orderflow.ordering.statistics.OrderStatistics;
import io.orderflow.ordering.view.OrderHistory;
import io.orderflow.ordering.view.OrderQueries;
import io.orderflow.ordering.withdrawal.Withdrawal;
import io.orderflow.projection.rest.ProjectionControllerAutoConfiguration;
import io.orderflow.relay.deadletter.DeadLetterAutoConfiguration;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.replay.ReplayAutoConfiguration;
import io.orderflow.relay.topology.TopologyAutoConfiguration;
import io.orderflow.rest.OpenApiSnapshot;
import io.orderflow.rest.health.HealthAutoConfiguration;
import io.orderflow.rest.json.JsonAutoConfiguration;
import io.orderflow.rest.openapi.OpenApiAutoConfiguration;
import io.orderflow.rest.problem.ProblemAutoConfiguration;
import io.orderflow.rest.stream.LiveStream;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The document of everything that the service answers, of its own and of the platform's. */
@WebMvcTest
@ImportAutoConfiguration({
    JsonAutoConfiguration.class,
    ProblemAutoConfiguration.class,
    HealthAutoConfiguration.class,
    OpenApiAutoConfiguration.class,
    TopologyAutoConfiguration.class,
    AuditAutoConfiguration.class,
    ProcessorControllerAutoConfiguration.class,
    DeadLetterAutoConfiguration.class,
    ReplayAutoConfiguration.class,
    ProjectionControllerAutoConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocConfiguration.class,
    SpringDocWebMvcConfiguration.class
})
@MockitoBean(
        types = {
            AuditTrail.class,
            AmqpAdmin.class,
            ConnectionFactory.class,
            ConfirmingPublisher.class,
            ReceiverConnections.class,
            HealthEndpoint.class,
            ApplicationAvailability.class,
            AdmissionControl.class,
            GroupPlacement.class,
            IdempotentPlacement.class,
            OrderQueries.class,
            LiveStream.class,
            OrderHistory.class,
            OrderStatistics.class,
            Withdrawal.class,
            Clock.class
        })
class ApiDocumentTest {

    @TestConfiguration
    static class Metrics {

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private ApplicationContext context;

    @Test
    void theDocumentIsTheOneThatWasAgreedOn() throws Exception {
        OpenApiSnapshot.assertKept(
                mvc.get().uri("/openapi.json").exchange().getResponse().getContentAsString());
    }

    @Test
    void eachEndpointHasARule_andTheDocumentSaysIt() throws IOException {
        EndpointTable.assertKept("order-command", context, new AccessConfiguration().accessRules());
    }
}
