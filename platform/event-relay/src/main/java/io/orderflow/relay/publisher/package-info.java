/** Publishes batches, and waits until the broker has each of their messages in a queue. */
package io.orderflow.relay.publisher;
