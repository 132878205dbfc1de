/**
 * How events become messages, and messages events: which are published, under which key, and what a message has to be to be
 * one. The headers are those of Axon's AMQP extension; upcasters apply as to stored events.
 */
package io.orderflow.relay.wire;
