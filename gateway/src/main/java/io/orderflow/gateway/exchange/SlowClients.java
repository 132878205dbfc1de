package io.orderflow.gateway.exchange;

import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps clients that are slow to send from taking all threads: half of them are left for others. */
@Configuration(proxyBeanMethods = false)
class SlowClients {

    @Bean
    Semaphore waitingForClients(@Value("${server.tomcat.threads.max:200}") int threads) {
        return new Semaphore(Math.max(threads / 2, 1));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> restOfBodies(Semaphore waitingForClients) {
        return tomcat -> tomcat.addEngineValves(new RestOfBody(waitingForClients));
    }
}
