/** The exchange, the queues with their dead-letter queues, and the settings that say which there are. */
package io.orderflow.relay.topology;
