package io.orderflow.projection.weather.station;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Somebody has read the gauge of a station.
 *
 * @param level how high the water stands in it, in millimetres
 */
record ReadGauge(@TargetAggregateIdentifier String station, int level) {}
