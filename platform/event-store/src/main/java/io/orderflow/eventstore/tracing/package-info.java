/** One trace for all that follows from a request, over processes and stores: each event says where in a trace it belongs. */
package io.orderflow.eventstore.tracing;
