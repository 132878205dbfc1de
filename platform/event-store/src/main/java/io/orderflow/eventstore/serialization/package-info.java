/**
 * How events are written, in the store and on the wire, under the names of the application's catalog; and how the state of
 * aggregates, sagas and processors is.
 */
package io.orderflow.eventstore.serialization;
