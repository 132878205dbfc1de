package io.orderflow.access.sample;

import io.orderflow.access.AccessRules;
import io.orderflow.access.Caller;
import io.orderflow.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service with something for each role, and an endpoint that nobody has made a rule for. */
@SpringBootApplication
public class Shop {

    /** Starts it on a free port of this machine; settings are {@code name=value}. */
    public static ConfigurableApplicationContext start(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.import=classpath:rest-support.yml",
                "--spring.application.name=shop",
                "--spring.main.banner-mode=off",
                "--server.port=0"));
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        return SpringApplication.run(Shop.class, arguments.toArray(String[]::new));
    }

    @Bean
    AccessRules accessRules() {
        return AccessRules.standard()
                .let(Role.CUSTOMER, "GET /orders", "GET /orders/{id}", "POST /orders")
                .let(Role.STOCK, "PATCH /products/{id}")
                .letHoldersOfTokens("GET /products");
    }

    @RestController
    static class Endpoints {

        @GetMapping({"/orders", "/orders/{id}", "/products", "/dead-letters"})
        Caller show(HttpServletRequest request) {
            return Caller.of(request);
        }

        @PostMapping("/orders")
        Caller place(HttpServletRequest request) {
            return Caller.of(request);
        }

        @PatchMapping("/products/{id}")
        void change() {}

        @DeleteMapping("/orders/{id}")
        void withoutARule() {}
    }
}
