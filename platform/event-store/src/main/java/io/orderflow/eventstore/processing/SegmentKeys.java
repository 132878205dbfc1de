package io.orderflow.eventstore.processing;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Says by what the work of a processor is divided among its segments, where that is not the aggregate whose event it is. As a bean, it
 * is regarded by the processor.
 *
 * @param processor its name
 * @param of what an event is about. Each segment that one of these belongs to handles the event, for what is its own of it: its
 *     handlers ask {@link CurrentSegment}
 */
public record SegmentKeys(String processor, Function<Object, Stream<?>> of) {}
