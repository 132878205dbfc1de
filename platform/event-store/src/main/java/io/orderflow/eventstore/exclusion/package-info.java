/** Leaves auto-configurations of others out, for each module by itself. */
package io.orderflow.eventstore.exclusion;
