package io.orderflow.eventstore.serialization;

import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/** How the state of aggregates, sagas and processors is written, where there is an event store. */
@AutoConfiguration(before = AxonAutoConfiguration.class)
@ConditionalOnClass(AxonAutoConfiguration.class)
public class StateSerializationAutoConfiguration {

    /**
     * The serializer of snapshots, sagas and tokens. Tracking tokens name classes of Axon within their JSON, and only
     * those are allowed. State that would be passed over when it is read back is an error. Public for the tests of
     * applications, whose sagas and snapshots have to survive it.
     */
    @Bean
    @Primary
    public Serializer serializer() {
        PolymorphicTypeValidator axonTypes = BasicPolymorphicTypeValidator.builder()
                .allowIfSubType("org.axonframework.")
                .build();
        return Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(mapper -> mapper.polymorphicTypeValidator(axonTypes)
                        .annotationIntrospector(new DomainStateIntrospector())
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES))
                .build();
    }
}
