/** Settings that an operator writes: durations have a unit and a range, and a start with any other is refused with both. */
package io.orderflow.eventstore.settings;
