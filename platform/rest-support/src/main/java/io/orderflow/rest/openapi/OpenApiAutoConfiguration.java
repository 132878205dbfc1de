package io.orderflow.rest.openapi;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** Adds to the API's document what springdoc cannot find in the controllers. */
@AutoConfiguration
@Import(OpenApiConfiguration.class)
public class OpenApiAutoConfiguration {}
