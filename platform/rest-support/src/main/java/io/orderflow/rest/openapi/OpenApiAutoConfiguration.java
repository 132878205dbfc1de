package io.orderflow.rest.openapi;

import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Import;

/** Adds to the API's document what springdoc cannot find in the controllers. */
@AutoConfiguration(before = SpringDocConfiguration.class)
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
@Import(OpenApiConfiguration.class)
public class OpenApiAutoConfiguration {}
