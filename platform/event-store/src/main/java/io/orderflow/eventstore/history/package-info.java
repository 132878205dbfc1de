/** What the event store holds, for people to look at: what happened, to whom, when, and in which trace. */
package io.orderflow.eventstore.history;
