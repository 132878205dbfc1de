/** What {@code GET /health} says of the services. */
package io.orderflow.gateway.health;
