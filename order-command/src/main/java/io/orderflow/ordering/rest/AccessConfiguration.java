package io.orderflow.ordering.rest;

import io.orderflow.access.AccessRules;
import io.orderflow.access.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what. A customer meets its own orders alone. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    AccessRules accessRules() {
        return AccessRules.standard()
                .let(Role.OPERATOR, "GET /orders/statistics") // before what is of one order
                .let(
                        Role.CUSTOMER,
                        "POST /orders",
                        "GET /orders",
                        "GET /orders/stream",
                        "GET /orders/{id}",
                        "GET /orders/{id}/events",
                        "POST /orders/{id}/cancel");
    }
}
