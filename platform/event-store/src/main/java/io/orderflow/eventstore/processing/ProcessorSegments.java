package io.orderflow.eventstore.processing;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings processors to the number of segments that is wanted. A segment is split into two that go on from its position. Segments become
 * fewer where all of the processor's have handled the same events; until then, it keeps those that it has.
 *
 * <p>It waits for the batches under way, and takes the segments from the instances that have them, which claim them again as they are
 * then: no event is handled twice, or by nobody.
 */
final class ProcessorSegments {

    private static final Logger log = LoggerFactory.getLogger(ProcessorSegments.class);

    /** The next segment is half of the one whose number lacks its highest bit. */
    private static final String SPLIT = """
            INSERT INTO token_entry (processor_name, segment, token, token_type, timestamp)
            SELECT processor_name, ?, token, token_type, timestamp FROM token_entry WHERE processor_name = ? AND segment = ?""";

    private static final GapAwareTrackingToken BEGINNING = GapAwareTrackingToken.newInstance(-1, Set.of());

    private final int wanted;
    private final Serializer serializer;
    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;

    /** @param wanted a power of two, as is the number that there is */
    ProcessorSegments(int wanted, Serializer serializer, JdbcTemplate jdbc, TransactionOperations transactions) {
        this.wanted = wanted;
        this.serializer = serializer;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Returns how many the processor has by then. One that has never run is going to begin with as many as are wanted. */
    int adjust(String processor) {
        int there = jdbc.queryForObject(
                "SELECT count(*) FROM token_entry WHERE processor_name = ?", Integer.class, processor);
        return there == 0 || there == wanted
                ? wanted
                : Objects.requireNonNull(transactions.execute(transaction -> adjustLocked(processor)));
    }

    private int adjustLocked(String processor) {
        // The first is there for ever: who has waited for it sees what another instance has made of the others.
        jdbc.query("SELECT FROM token_entry WHERE processor_name = ? AND segment = 0 FOR UPDATE", row -> {}, processor);
        List<GapAwareTrackingToken> positions = lock(processor);
        int there = positions.size();
        if (there > wanted) {
            Optional<GapAwareTrackingToken> common = commonOf(positions);
            if (common.isEmpty()) {
                log.warn(
                        "The processor {} keeps its {} segments, as some have handled events that others have not. They become {} at a"
                                + " start at which all of them have handled the same",
                        processor,
                        there,
                        wanted);
                return there;
            }
            merge(processor, common.get());
        }
        for (int next = there; next < wanted; next++) {
            jdbc.update(SPLIT, next, processor, next - Integer.highestOneBit(next));
        }
        jdbc.update("UPDATE token_entry SET owner = NULL WHERE processor_name = ?", processor);
        log.info("The work of the processor {} is divided into {} segments, which were {}", processor, wanted, there);
        return wanted;
    }

    private void merge(String processor, GapAwareTrackingToken position) {
        SerializedObject<byte[]> token = serializer.serialize(position, byte[].class);
        jdbc.update("DELETE FROM token_entry WHERE processor_name = ? AND segment >= ?", processor, wanted);
        jdbc.update(
                "UPDATE token_entry SET token = ?, token_type = ? WHERE processor_name = ?",
                token.getData(),
                token.getType().getName(),
                processor);
    }

    /** The positions of all segments. */
    private List<GapAwareTrackingToken> lock(String processor) {
        return jdbc.query(
                "SELECT token, token_type FROM token_entry WHERE processor_name = ? ORDER BY segment FOR UPDATE",
                (row, number) -> ProcessorPositions.tokenOf(row, serializer)
                        .map(GapAwareTrackingToken.class::cast)
                        .orElse(BEGINNING),
                processor);
    }

    /**
     * The position of all segments, if no event has been handled by some of them and not by others. A gap that one of them has and
     * another has not is one that the other knows to be empty for ever, if there is no event in it now.
     */
    private Optional<GapAwareTrackingToken> commonOf(List<GapAwareTrackingToken> positions) {
        Set<Long> ends = positions.stream().map(GapAwareTrackingToken::getIndex).collect(toSet());
        Set<Long> gaps = positions.stream()
                .flatMap(position -> position.getGaps().stream())
                .collect(toSet());
        return ends.size() > 1 || holdEvents(gaps)
                ? Optional.empty()
                : Optional.of(GapAwareTrackingToken.newInstance(ends.iterator().next(), gaps));
    }

    private boolean holdEvents(Set<Long> gaps) {
        return jdbc.queryForObject(
                "SELECT exists (SELECT FROM domain_event_entry WHERE global_index = ANY (?))",
                Boolean.class,
                new Object[] {gaps.toArray(Long[]::new)});
    }
}
