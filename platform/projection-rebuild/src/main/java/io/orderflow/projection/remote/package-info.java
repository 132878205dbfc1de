/**
 * Rebuilds the read model in MongoDB that the application's queue feeds from the other services' history, over RabbitMQ.
 *
 * <p>A queue is bound to the live routing keys, then history is asked for. Both fill another collection, which takes the live
 * one's place in one step.
 */
package io.orderflow.projection.remote;
