package io.orderflow.rest.document;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** Adds to the API's document what springdoc cannot find in the controllers. */
@AutoConfiguration
@Import(ApiDocument.class)
public class DocumentAutoConfiguration {}
