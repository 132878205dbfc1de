package io.orderflow.projection.weather.event;

import org.axonframework.serialization.Revision;

/** It has rained at a station since its gauge was read before. */
@Revision("1")
public record RainRecorded(String station, int millimetres) implements WeatherEvent {}
