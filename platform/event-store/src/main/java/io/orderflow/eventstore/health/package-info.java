/** How parts that move events tell that something waits, which is no reason to restart the service. */
package io.orderflow.eventstore.health;
