package io.orderflow.inventory.view;

import io.orderflow.eventstore.processing.Patience;
import io.orderflow.projection.local.LocalProjection;
import io.orderflow.projection.local.LocalProjectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the product views are, so that they can be built anew. */
@Configuration(proxyBeanMethods = false)
class ProductProjectionConfiguration {

    @Bean
    LocalProjection productsProjection(LocalProjectionFactory projections) {
        return projections.of(ProductProjection.GROUP, "product_view");
    }

    /** Single reads do not rely on the views being up to date, and lists promise nothing. */
    @Bean
    Patience patienceOfTheViews() {
        return Patience.of(ProductProjection.GROUP);
    }
}
