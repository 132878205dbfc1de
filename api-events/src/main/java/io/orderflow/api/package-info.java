/**
 * The published language of Orderflow: the events by which its services talk.
 *
 * <p>One record per event, in the past tense, of primitives and small value types. An event's name on the wire and in
 * the event stores is its simple class name; its JSON is fixed by a sample of each, {@code golden/<event>-<revision>.json}. A change
 * that an old reader would not understand takes a new {@link org.axonframework.serialization.Revision} and an upcaster.
 */
package io.orderflow.api;
