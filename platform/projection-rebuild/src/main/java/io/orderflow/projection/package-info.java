/**
 * Read models that are built again from history while they are used, and the operators' way to do so.
 *
 * <p>It guarantees:
 * <ul>
 *   <li>Until a rebuild is complete, readers have the old model; the new one takes its place in one step and is not behind it
 *       for longer than moments.
 *   <li>A rebuild goes on after a crash of anything that takes part. One that fails says why, and leaves the old model as it
 *       was unless the new one has taken its place already.
 *   <li>There is one rebuild of a model at a time, whichever instance of the service was asked.
 * </ul>
 *
 * <p>It has two kinds, each switched on by an auto-configuration where what it needs is there:
 * <ul>
 *   <li>{@code local}, with an event store ({@link io.orderflow.eventstore}) and JPA: models in the service's own PostgreSQL,
 *       from its own events. It needs {@code spring-boot-starter-data-jpa},
 *       {@code spring.config.import: classpath:projection-rebuild.yml} beside {@code event-store.yml}, and a bean for each
 *       model, made by {@link io.orderflow.projection.local.LocalProjectionFactory}.
 *   <li>{@code remote}, with {@link io.orderflow.relay}, {@code spring-boot-starter-data-mongodb} and a queue that is listened to
 *       ({@code orderflow.relay.listen-to}): the model in MongoDB that this queue feeds, from the history of the services
 *       that {@code orderflow.relay.histories} names. It needs a bean made by
 *       {@link io.orderflow.projection.remote.RemoteProjectionFactory}.
 * </ul>
 *
 * <p>This package is what both have in common: a {@link io.orderflow.projection.RebuildableProjection}, and how far it is. {@code rest}
 * shows all of them under {@code /projections}, in a web application; its JSON follows the application's own Jackson naming
 * strategy.
 */
package io.orderflow.projection;
