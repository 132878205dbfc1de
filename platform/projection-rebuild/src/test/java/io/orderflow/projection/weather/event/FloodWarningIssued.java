package io.orderflow.projection.weather.event;

import org.axonframework.serialization.Revision;

/** So much rain at once that the people at the river have to know. */
@Revision("1")
public record FloodWarningIssued(String station, int millimetres) implements WeatherEvent {}
