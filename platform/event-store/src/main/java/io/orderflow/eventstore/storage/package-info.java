/**
 * The table of events: appended by one statement for each transaction, under indices that are drawn one at a time, and read
 * so that no gap is given up too early.
 */
package io.orderflow.eventstore.storage;
