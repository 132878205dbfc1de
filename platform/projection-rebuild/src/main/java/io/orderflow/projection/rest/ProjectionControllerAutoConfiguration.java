package io.orderflow.projection.rest;

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
    ProjectionController projectionController(ObjectProvider<RebuildableProjection> projections) {
        return new ProjectionController(projections.orderedStream().toList(), Clock.systemUTC());
    }
}
