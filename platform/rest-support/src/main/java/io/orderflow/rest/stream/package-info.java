/** Changes as they happen, for many clients at once: server-sent events that can be resumed, without a thread for each client. */
package io.orderflow.rest.stream;
