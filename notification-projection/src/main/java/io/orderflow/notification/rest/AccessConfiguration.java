package io.orderflow.notification.rest;

import io.orderflow.access.AccessRules;
import io.orderflow.access.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what. A customer is told of its own orders alone. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    AccessRules accessRules() {
        return AccessRules.standard()
                .let(
                        Role.CUSTOMER,
                        "GET /notifications",
                        "GET /notifications/stream",
                        "GET /notifications/order/{order_id}");
    }
}
