package io.orderflow.projection.weather.station;

import org.axonframework.serialization.Revision;

/** A gauge was read. Internal to this application: others get to know how much it rained. */
@Revision("1")
record GaugeRead(String station, int level) {}
