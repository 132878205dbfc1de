/** Sagas in the transaction of the processor that changes them, those of a batch of events by a few statements. */
package io.orderflow.eventstore.saga;
