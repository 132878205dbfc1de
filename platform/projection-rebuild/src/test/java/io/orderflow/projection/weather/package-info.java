/**
 * The platform in use by another business than orders: three small applications that are Spring Boot's and Axon's as usual,
 * have the platform's modules on their class path, import the modules' configuration, and declare the beans that these ask
 * for.
 *
 * <ul>
 *   <li>{@code station} has an event-sourced aggregate and a read model in PostgreSQL, publishes some of its events, and sends
 *       its history to whoever asks.
 *   <li>{@code floodwatch} takes these events into its own event store, reacts to them, and publishes what comes of it.
 *   <li>{@code almanac} has no event store: it keeps a read model in MongoDB from the events of both.
 * </ul>
 *
 * <p>What they share is the language in {@code event}, and {@code weather/topology.yml} beside their configuration in the test
 * resources. The tests run them against a real broker and a real PostgreSQL, and use them over HTTP, as people would.
 */
package io.orderflow.projection.weather;
