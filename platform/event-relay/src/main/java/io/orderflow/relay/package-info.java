/**
 * Moves events between the event stores of Axon applications over RabbitMQ, without losing one.
 *
 * <p>It guarantees:
 * <ul>
 *   <li>Each own event that has a routing key is published at least once, none is skipped, and those of an aggregate keep
 *       their order. The relay's position moves on only when the broker has confirmed that each message is in a queue.
 *   <li>No message is acknowledged that is neither stored nor parked. What is received again changes nothing.
 *   <li>Each queue gets its events, whoever else gets them, and notices what has not come.
 *   <li>What events travel by is declared again when it is deleted.
 *   <li>What can never be read or stored is parked in the queue's {@code .dead} queue, with the reason, whatever its size and
 *       its headers; it takes twice its size of memory meanwhile.
 *   <li>Whoever asks for history gets it at least once, in its order, numbered, in a queue that nobody else reads.
 * </ul>
 *
 * <p>Each promise of an order holds within a partition.
 *
 * <p>It needs, of the application:
 * <ul>
 *   <li>{@code spring.config.import: classpath:event-relay.yml}, and {@code spring.rabbitmq.*};
 *   <li>{@code orderflow.relay.exchange}, {@code queues} with the routing keys of each, and {@code histories}, the services
 *       that have history and where they are asked, which are the same for all applications; {@code listen-to}, the queue
 *       that it takes events from, if it does; {@code replay-requests}, the queue in which it is asked for history, if it has
 *       one; {@code partitioned} and {@code unordered}, the queues of which there are several where {@code orderflow.partitions} says so,
 *       and those whose events may be taken in any order ({@link io.orderflow.relay.topology.Partitions}); {@code queue-type}, {@code classic} unless it is said to be {@code quorum}; and {@code confirm-timeout}, 10 s unless
 *       it is said, 15 s at most;
 *   <li>a bean {@link io.orderflow.relay.wire.IntegrationEvents}, which has the events that travel and the routing key of each,
 *       and an {@link io.orderflow.eventstore.serialization.EventCatalog}, which names them; upcasters, if there are any, as
 *       beans;
 *   <li>where it answers HTTP and has no JDBC, an {@link io.orderflow.eventstore.audit.AuditTrail}, which keeps what operators do;
 *   <li>{@code spring.application.name}, by which its history is known.
 * </ul>
 *
 * <p>It is switched on by auto-configurations:
 * <ul>
 *   <li>always: exchange, queues and bindings are declared, and history can be asked for;
 *   <li>with an event store ({@link io.orderflow.eventstore}): it becomes the outbox and, as the sink of the queue, the
 *       inbox;
 *   <li>with {@code listen-to}: a listener takes events from that queue to the {@link io.orderflow.relay.inbox.EventSink}. An
 *       application without an event store declares one;
 *   <li>with an event store and {@code replay-requests}: its history is sent on request;
 *   <li>in a web application: {@code /dead-letters}, and with {@code listen-to} {@code /inbox/catch-up}. Their JSON follows
 *       the application's own Jackson naming strategy.
 * </ul>
 *
 * <p>Its packages: {@code outbox} reads the store and publishes, {@code inbox} takes from a queue and stores,
 * {@code deadletter} keeps what could not be, {@code replay} sends history. {@code wire} is what an event looks like on its
 * way, {@code publisher} how a message gets to the broker, {@code receiver} how one of any size comes from it,
 * {@code topology} where it goes, {@code audit} who repaired what. Nothing here knows an order or a
 * product.
 */
package io.orderflow.relay;
