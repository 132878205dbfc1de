/**
 * Parks messages that cannot be handled, with the reason, and lets operators look through them, hand one in again or give it
 * up.
 */
package io.orderflow.relay.deadletter;
