package io.orderflow.inventory.rest;

import io.orderflow.access.AccessRules;
import io.orderflow.access.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    AccessRules accessRules() {
        return AccessRules.standard()
                .letHoldersOfTokens("GET /products", "GET /products/{id}")
                .let(
                        Role.STOCK,
                        "POST /products",
                        "PATCH /products/{id}",
                        "PATCH /products/{id}/stock",
                        "POST /products/{id}/stock/adjustments")
                .let(Role.OPERATOR, "GET /products/{id}/events");
    }
}
