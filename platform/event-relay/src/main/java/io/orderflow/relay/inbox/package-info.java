/**
 * From a queue into a sink, a batch at a time; acknowledged when each message is stored or parked. The sink of an application
 * with an event store is that store, which takes each event once.
 */
package io.orderflow.relay.inbox;
