/**
 * Measures Orderflow over REST: {@code load} is what clients do and how long it takes, {@code system} is the system under them
 * when it is this build, and what it uses. {@code limits} is what the parts can do by themselves, {@code report} the figures.
 */
package io.orderflow.benchmark;
