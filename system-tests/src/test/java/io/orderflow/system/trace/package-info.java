/** What is seen of an order on its way. */
package io.orderflow.system.trace;
