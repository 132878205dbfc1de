package io.orderflow.eventstore.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a duration among the {@code @ConfigurationProperties} of an application may be. It is written with its unit, such as
 * {@code 30s}: Spring would take a bare number for milliseconds. An application that is given anything else does not start,
 * and says which setting it is, where it was found, and what it may be.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface DurationRange {

    /** The shortest, written as in a setting. */
    String min();

    /** The longest, written as in a setting. */
    String max();
}
