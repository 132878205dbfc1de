/** What operators do is logged: who, what, and with the line's time, when. */
package io.orderflow.relay.audit;
