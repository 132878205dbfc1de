package io.orderflow.issuer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An OpenID provider for development, Spring Authorization Server nearly as it comes. What its clients and users log in with is no
 * secret, so it listens on this machine alone; the key that it signs with is made at each start.
 */
@SpringBootApplication
public class DevelopmentIssuerApplication {

    public static void main(String[] args) {
        SpringApplication.run(DevelopmentIssuerApplication.class, args);
    }
}
