package io.orderflow.eventstore.processing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The operators' way to the processors of whatever application, also of one that has none. */
@AutoConfiguration
@ConditionalOnWebApplication
public class ProcessorControllerAutoConfiguration {

    @Bean
    ProcessorController processorController(ObjectProvider<Processors> processors) {
        return new ProcessorController(processors);
    }
}
