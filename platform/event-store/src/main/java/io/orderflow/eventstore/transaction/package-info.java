/**
 * One transaction for Axon, JDBC and JPA; and units of work for events that are published or handled outside of Axon's
 * processors.
 */
package io.orderflow.eventstore.transaction;
