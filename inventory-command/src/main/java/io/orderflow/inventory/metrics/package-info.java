/** How often products run short. */
package io.orderflow.inventory.metrics;
