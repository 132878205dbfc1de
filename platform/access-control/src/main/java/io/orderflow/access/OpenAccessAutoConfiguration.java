package io.orderflow.access;

import io.orderflow.rest.problem.ProblemWriter;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Keeps a service that checks no tokens to this machine, and to its users rather than to the pages that they look at, unless
 * {@code orderflow.security} says {@code open}: that somebody else guards it. What it is told at start, it says.
 */
@AutoConfiguration(after = AccessControlAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class OpenAccessAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(OpenAccessAutoConfiguration.class);

    /** Before anything else is made, so that a start that is refused does nothing. */
    @Bean
    static BeanFactoryPostProcessor openOnThisMachineOnly(Environment environment) {
        return beans -> {
            if (!Secured.is(environment)) {
                requireGuarded(environment);
            }
        };
    }

    /** Where tokens are checked no page can forge any. Without them, where a request comes from is all that there is to go by. */
    @Bean
    @ConditionalOnMissingBean({AccessControlAutoConfiguration.class, ForeignPageFilter.class})
    ForeignPageFilter foreignPages(ProblemWriter problems) {
        return new ForeignPageFilter(problems, origin -> false);
    }

    private static void requireGuarded(Environment environment) {
        if ("open".equals(environment.getProperty("orderflow.security"))) {
            log.info("Access is open, by ORDERFLOW_SECURITY: no tokens are checked");
            return;
        }
        boolean separate = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
        Stream.of("server.address", "management.server.address")
                .filter(address -> separate || address.startsWith("server"))
                .forEach(address -> requireLoopback(address, environment));
        log.info("Access is open, to this machine alone: no issuer is named, so no tokens are checked");
    }

    private static void requireLoopback(String property, Environment environment) {
        Optional<InetAddress> address = Binder.get(environment)
                .bind(property, InetAddress.class)
                .map(Optional::of)
                .orElse(Optional.empty());
        if (address.filter(InetAddress::isLoopbackAddress).isEmpty()) {
            throw new OpenToOthersException("Everybody who reaches "
                    + address.map(InetAddress::getHostAddress).orElse("any address of this machine")
                    + " (" + property + ") might do everything: no issuer is named whose tokens would be checked.");
        }
    }
}
