package io.orderflow.rest.health;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** Adds {@code GET /health}. */
@AutoConfiguration
@Import(HealthController.class)
public class HealthAutoConfiguration {}
