package io.orderflow.eventstore.saga;

import org.axonframework.config.Configuration;
import org.axonframework.modelling.saga.metamodel.AnnotationSagaMetaModelFactory;
import org.axonframework.modelling.saga.metamodel.SagaModel;

/** What the annotations of a type of sagas say. */
public final class SagaModels {

    private SagaModels() {}

    /** Tells, among others, which saga of the type an event is about. */
    public static <S> SagaModel<S> modelOf(Class<S> type, Configuration configuration) {
        return new AnnotationSagaMetaModelFactory(
                        configuration.parameterResolverFactory(), configuration.handlerDefinition(type))
                .modelOf(type);
    }
}
