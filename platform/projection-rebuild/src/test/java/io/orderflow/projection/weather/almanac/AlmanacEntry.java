package io.orderflow.projection.weather.almanac;

import java.time.Instant;
import org.springframework.data.annotation.Id;

/**
 * A line of the almanac.
 *
 * @param id that of the event that it tells of
 */
record AlmanacEntry(@Id String id, String station, String text, Instant at) {

    /** Where readers find the entries. */
    static final String COLLECTION = "almanac";
}
