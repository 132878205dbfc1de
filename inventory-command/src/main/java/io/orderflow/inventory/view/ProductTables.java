package io.orderflow.inventory.view;

import io.orderflow.relay.rebuild.LocalProjection;
import io.orderflow.relay.rebuild.LocalProjections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the product views are, so that they can be built anew. */
@Configuration(proxyBeanMethods = false)
class ProductTables {

    @Bean
    LocalProjection productsProjection(LocalProjections projections) {
        return projections.of(ProductProjection.GROUP, "product_view");
    }
}
