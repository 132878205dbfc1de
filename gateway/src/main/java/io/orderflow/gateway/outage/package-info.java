/** What is answered where a service gives no answer. */
package io.orderflow.gateway.outage;
