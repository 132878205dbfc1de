package io.orderflow.projection.rest;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.projection.RebuildableProjection;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The operators' way to whatever read models the application declares. */
@AutoConfiguration
@ConditionalOnWebApplication
public class ProjectionControllerAutoConfiguration {

    @Bean
    ProjectionController projectionController(ObjectProvider<RebuildableProjection> projections, AuditTrail trail) {
        return new ProjectionController(projections.orderedStream().toList(), trail, Clock.systemUTC());
    }
}
