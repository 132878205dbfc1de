package io.orderflow.rest.stream;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How far somebody has come in a history in which places are taken in their order, but can be filled later: up to a place,
 * without some before it. Written as the id of an event, {@code 120} or {@code 120-117-118}, it means the same at each instance.
 *
 * @param last the last place that was reached
 * @param gaps places before it that were not
 */
public record StreamPosition(long last, SortedSet<Long> gaps) {

    /** With more of them, an id would become long; what is said to be missing then may come twice. */
    private static final int MOST_GAPS = 50;

    private static final Pattern ID = Pattern.compile("[0-9]{1,18}(-[0-9]{1,18}){0,%s}".formatted(MOST_GAPS));

    /** Keeps a copy of the gaps. */
    public StreamPosition {
        if (gaps.size() > MOST_GAPS) {
            last = gaps.first() - 1;
            gaps = new TreeSet<>();
        } else {
            gaps = new TreeSet<>(gaps);
        }
    }

    /** Empty for what is no id of a position. */
    static Optional<StreamPosition> parse(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        long[] places = Stream.of(id.split("-", -1)).mapToLong(Long::parseLong).toArray();
        SortedSet<Long> gaps = LongStream.of(places).skip(1).boxed().collect(toCollection(TreeSet::new));
        return Optional.of(new StreamPosition(places[0], gaps));
    }

    boolean lacks(long place) {
        return place > last || gaps.contains(place);
    }

    long firstMissing() {
        return gaps.isEmpty() ? last + 1 : gaps.first();
    }

    /** The id. */
    @Override
    public String toString() {
        return Stream.concat(Stream.of(last), gaps.stream())
                .map(String::valueOf)
                .collect(joining("-"));
    }
}
