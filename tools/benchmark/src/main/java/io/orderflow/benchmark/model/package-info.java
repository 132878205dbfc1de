/**
 * A model of the system by discrete events: threads that take what waits for them in batches, the cores that they share, and a database
 * at a distance. What a batch costs is measured, and read from the reports of the measurements; that the parts have no more in common than
 * the model says is what it assumes. It knows no system and no clock, and the same seed gives the same run.
 */
package io.orderflow.benchmark.model;
