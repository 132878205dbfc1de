package io.orderflow.gateway.routing;

import io.orderflow.access.AccessRules;
import io.orderflow.access.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who gets through to the services, which then say for themselves who may do what. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    AccessRules accessRules() {
        return AccessRules.standard()
                .letEverybodySeeDocuments("/services/{service}")
                .letEverybody("GET /", "GET /index.html", "GET /console/**", "GET /webjars/**")
                .let(Role.OPERATOR, "/services/**")
                .letHoldersOfTokens("/orders/**", "/products/**", "/notifications/**");
    }
}
