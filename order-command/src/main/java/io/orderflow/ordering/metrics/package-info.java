/** How many orders are placed, how they end, and how long that takes. */
package io.orderflow.ordering.metrics;
