/**
 * Tracking processors that skip no failure, take batches of the size that their speed allows, and tell how they are and how
 * far.
 */
package io.orderflow.eventstore.processing;
