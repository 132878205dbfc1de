package io.orderflow.issuer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * An OpenID provider for development, Spring Authorization Server as it comes. Its clients and their secrets are no secrets, so it
 * listens on this machine alone; the key that it signs with is made at each start.
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class) // nobody logs in on a page
public class DevelopmentIssuerApplication {

    public static void main(String[] args) {
        SpringApplication.run(DevelopmentIssuerApplication.class, args);
    }
}
