/** {@code GET /health}: healthy, degraded, unhealthy or starting, and why. */
package io.orderflow.rest.health;
