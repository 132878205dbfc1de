package io.orderflow.projection.weather.station;

/** How much it rained at a station since it has been there. */
record Rainfall(String station, int millimetres) {}
