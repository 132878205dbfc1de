/**
 * History on request: a service sends the events that it has published so far once more, to one queue alone.
 *
 * <p>Who wants history first has a queue of its own bound to the live routing keys, so that nothing can fall between history
 * and present, and then asks. {@code docs/replay.md} describes the messages.
 */
package io.orderflow.relay.replay;
