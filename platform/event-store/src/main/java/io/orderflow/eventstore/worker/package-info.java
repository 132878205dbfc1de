/** Work that is repeated in a thread of its own while the application runs, and the pauses after it has failed. */
package io.orderflow.eventstore.worker;
