/**
 * The whole system, seen from outside: packaged services as processes of their own on real PostgreSQL, and on real RabbitMQ
 * where it is installed. Tests share one running system, so each brings products of its own.
 */
package io.orderflow.system;
