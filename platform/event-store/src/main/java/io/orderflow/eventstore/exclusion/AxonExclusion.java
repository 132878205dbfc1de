package io.orderflow.eventstore.exclusion;

import java.util.Set;

/** What Axon's starter would bring into an application and is done otherwise, or not at all. */
final class AxonExclusion extends AutoConfigurationExclusion {

    @Override
    protected Set<String> leftOut() {
        return Set.of(
                // What is Axon's is kept by JDBC; JPA is for read models.
                "org.axonframework.springboot.autoconfig.JpaAutoConfiguration",
                "org.axonframework.springboot.autoconfig.JpaEventStoreAutoConfiguration",
                // Tells Axon's maker about this machine.
                "org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration");
    }
}
