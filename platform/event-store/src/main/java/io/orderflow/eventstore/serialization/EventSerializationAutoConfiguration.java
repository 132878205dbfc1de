package io.orderflow.eventstore.serialization;

import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** How events are written, in the store and on the wire. The application declares its {@link EventCatalog}. */
@AutoConfiguration(beforeName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
public class EventSerializationAutoConfiguration {

    /** The serializer of events. Public for the tests of applications, whose events have to keep their JSON. */
    @Bean
    @Qualifier("eventSerializer")
    public Serializer eventSerializer(EventCatalog catalog) {
        return new CatalogSerializer(catalog);
    }
}
