/** What is refused before a service is asked. */
package io.orderflow.gateway.limit;
