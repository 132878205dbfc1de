/**
 * Axon's event store on PostgreSQL, for any Axon 4 application on Spring Boot.
 *
 * <p>It guarantees:
 * <ul>
 *   <li>No committed event is skipped by a reader, also where transactions overlap or an instance rests for long
 *       ({@code docs/guarantees.md} says where that ends).
 *   <li>Each event takes effect once: a processor's position, its effects, its sagas and the new events commit in one
 *       transaction.
 *   <li>No failure is skipped: a handler that throws stops its own processor, which tries again, and health says so.
 *   <li>No transaction lasts longer than 20 s, and no connection that goes silent holds a thread for more than 25 s. An
 *       application for which the database would not see to that does not start. Migrations take as long as they take.
 *   <li>No event is stored that could not be read again.
 * </ul>
 *
 * <p>It needs, of the application:
 * <ul>
 *   <li>on the class path {@code axon-spring-boot-starter}, {@code spring-boot-starter-jdbc},
 *       {@code spring-boot-starter-flyway} with {@code flyway-database-postgresql}, and PostgreSQL's driver; a PostgreSQL of
 *       version 17 or newer;
 *   <li>{@code spring.config.import: classpath:event-store.yml}, which has the time-outs that the guarantees rest on, and
 *       where the migrations are: those of the platform in {@code db/platform}, with numbers below 100, the application's own
 *       in {@code db/migration};
 *   <li>{@code spring.application.name} and {@code spring.datasource.*}: a database of its own, in which everything is in the
 *       schema that the connections have as theirs;
 *   <li>a bean {@link io.orderflow.eventstore.serialization.EventCatalog}, which names the events that it knows.
 * </ul>
 *
 * <p>It is switched on by auto-configurations. Where Axon's starter and JDBC are on the class path there is an event store,
 * and with it transactions, processors and a saga store; all processing groups are tracking processors of one thread. Where
 * an application declares no {@code SnapshotTriggerDefinition}, no snapshot is looked for. Without Axon's starter or JDBC, an
 * application has the serializer of events and may use what depends on no database.
 *
 * <p>Its packages: {@code storage} is how events get into the store and are read, {@code serialization} how events and state
 * are written, {@code transaction} in what they commit, {@code processing} who reads them, {@code saga} where sagas are kept,
 * {@code audit} who did what. {@code jdbc}, {@code worker}, {@code health}, {@code settings}, {@code text} and {@code exclusion} are
 * what these, and the modules that build on them, have in common.
 */
package io.orderflow.eventstore;
