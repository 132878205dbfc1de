/** From the event store to the broker: each own event that has a routing key, in the order of the store. */
package io.orderflow.relay.outbox;
