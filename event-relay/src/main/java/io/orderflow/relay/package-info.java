/**
 * Moves events between the event stores of Axon applications over RabbitMQ, without losing one.
 *
 * <p>The event store is outbox and inbox at once. {@code out} reads it and publishes, {@code in} takes from a queue and
 * appends, {@code dead} keeps what could not be read, {@code store} holds what an Axon event store needs so that its readers skip no event. Nothing here knows an
 * order or a product.
 */
package io.orderflow.relay;
