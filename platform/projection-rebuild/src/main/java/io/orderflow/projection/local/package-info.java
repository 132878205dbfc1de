/**
 * Rebuilds the read models that a service keeps in its own PostgreSQL from its own event store.
 *
 * <p>The new model is built in tables of the same names and definitions in another schema, by the very event handlers that
 * keep the live one, and takes its place in one transaction.
 */
package io.orderflow.projection.local;
