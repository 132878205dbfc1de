/** How requests get to a service, and answers back: whole, or not at all. */
package io.orderflow.gateway.exchange;
