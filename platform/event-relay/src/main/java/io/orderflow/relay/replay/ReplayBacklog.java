package io.orderflow.relay.replay;

/**
 * What is still to be sent of history.
 *
 * @param replays that have not ended
 * @param events about how many are to come, of those that have begun
 */
record ReplayBacklog(long replays, long events) {}
