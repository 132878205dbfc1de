/**
 * Moves events between the event stores of Axon applications over RabbitMQ, without losing one.
 *
 * <p>The event store is outbox and inbox at once. {@code out} reads it and publishes, {@code in} takes from a queue and
 * appends, {@code dead} keeps what could not be read, {@code store} holds what an Axon event store needs so that its readers
 * skip no event. {@code replay} sends history to whoever asks for it. {@code projection} is the operators' way to the read
 * models, and {@code rebuild} builds those anew that a service keeps in its own database. Nothing here knows an order or a
 * product.
 */
package io.orderflow.relay;
