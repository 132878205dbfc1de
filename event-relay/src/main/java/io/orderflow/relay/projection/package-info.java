/** Read models that can be rebuilt from history while they are used, and the operators' way to do so. */
package io.orderflow.relay.projection;
