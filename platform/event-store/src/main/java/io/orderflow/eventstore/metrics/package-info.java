/** Metrics whose values nobody has to wait for, and that count what has happened once. */
package io.orderflow.eventstore.metrics;
