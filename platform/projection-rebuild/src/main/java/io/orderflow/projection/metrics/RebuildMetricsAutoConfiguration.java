package io.orderflow.projection.metrics;

import io.orderflow.projection.RebuildableProjection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Measures the rebuilds of whatever read models the application declares. */
@AutoConfiguration
public class RebuildMetricsAutoConfiguration {

    @Bean
    RebuildMetrics rebuildMetrics(ObjectProvider<RebuildableProjection> projections) {
        return new RebuildMetrics(projections.orderedStream().toList());
    }
}
