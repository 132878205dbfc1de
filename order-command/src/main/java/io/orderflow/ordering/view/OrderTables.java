package io.orderflow.ordering.view;

import io.orderflow.relay.rebuild.LocalProjection;
import io.orderflow.relay.rebuild.LocalProjections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the order views are, so that they can be built anew. */
@Configuration(proxyBeanMethods = false)
class OrderTables {

    @Bean
    LocalProjection ordersProjection(LocalProjections projections) {
        return projections.of(OrderProjection.GROUP, "order_view", "order_view_line");
    }
}
