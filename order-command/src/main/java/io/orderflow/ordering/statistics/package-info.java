/** How many orders were placed lately, how they ended, and how long that took, for people who watch. */
package io.orderflow.ordering.statistics;
