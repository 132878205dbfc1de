/** How rebuilds are doing, for those who watch. */
package io.orderflow.projection.metrics;
