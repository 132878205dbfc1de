package io.orderflow.ordering.view;

import io.orderflow.eventstore.processing.Patience;
import io.orderflow.projection.local.LocalProjection;
import io.orderflow.projection.local.LocalProjectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the order views are, so that they can be built anew. */
@Configuration(proxyBeanMethods = false)
class OrderProjectionConfiguration {

    @Bean
    LocalProjection ordersProjection(LocalProjectionFactory projections) {
        return projections.of(OrderProjection.GROUP, "order_view", "order_view_line");
    }

    /** Single reads do not rely on the views being up to date, and lists promise nothing. */
    @Bean
    Patience patienceOfTheViews() {
        return Patience.of(OrderProjection.GROUP);
    }
}
