package io.orderflow.rest.asyncapi;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.context.annotation.Import;

/** Shows the document of the events, where the class path has one. */
@AutoConfiguration
@ConditionalOnResource(resources = {AsyncApiController.DOCUMENT, AsyncApiController.PAGE})
@Import(AsyncApiController.class)
public class AsyncApiAutoConfiguration {}
