/**
 * The whole system, seen from outside: packaged services as processes of their own on real PostgreSQL, and on real RabbitMQ
 * where it is installed. Tests share one running system, so each brings products of its own.
 *
 * <p>The suites are in {@code orders}, {@code faults}, {@code deadletter}, {@code rebuild} and {@code replay}. {@code driver}
 * starts the system and is a client of it, {@code broker} is what is between the services, and {@code load} are clients that
 * go on placing orders, and what became of those.
 */
package io.orderflow.system;
