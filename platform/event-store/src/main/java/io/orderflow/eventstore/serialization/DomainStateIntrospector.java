package io.orderflow.eventstore.serialization;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.spring.stereotype.Saga;
import org.springframework.core.annotation.AnnotatedElementUtils;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.VisibilityChecker;

/**
 * Lets Jackson read and write the fields of aggregates and sagas, and nothing else of them, so that domain classes need
 * neither getters nor Jackson's annotations for their snapshots.
 */
final class DomainStateIntrospector extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public VisibilityChecker findAutoDetectVisibility(
            MapperConfig<?> config, AnnotatedClass type, VisibilityChecker checker) {
        Class<?> rawType = type.getRawType();
        boolean domainState = AnnotatedElementUtils.hasAnnotation(rawType, AggregateRoot.class)
                || AnnotatedElementUtils.hasAnnotation(rawType, Saga.class);
        return domainState
                ? checker.withVisibility(com.fasterxml.jackson.annotation.PropertyAccessor.ALL, Visibility.NONE)
                        .withFieldVisibility(Visibility.ANY)
                : super.findAutoDetectVisibility(config, type, checker);
    }
}
