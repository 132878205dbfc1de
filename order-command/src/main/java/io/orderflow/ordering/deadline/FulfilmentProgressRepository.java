package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.processing.ProcessorProperties;
import io.orderflow.ordering.fulfilment.OrderFulfilment;
import io.orderflow.relay.topology.PartitionProperties;
import java.util.Collection;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How far fulfilment is, whichever instance it runs in. It is written in fulfilment's own transactions, so what it says is
 * exact as of the last of them; it takes a row for each of its segments to read, however many orders wait.
 */
@Component
public class FulfilmentProgressRepository implements InitializingBean {

    private static final String MOVE_ON = """
            UPDATE fulfilment_progress SET newest = greatest(newest, ?), answered = greatest(answered, ?),
                answers = answers + ?, open = open + ?, ended = ended + ? WHERE segment = ?""";

    /** A segment that was not there before is about as far as the others. */
    private static final String BEGIN = """
            INSERT INTO fulfilment_progress (segment, newest, answered, answers, open, ended)
            SELECT ?, max(newest), 0, 0, 0, 0 FROM fulfilment_progress""";

    /** What rows say that no segment writes any more becomes part of the first, the only one that a release without segments knows. */
    private static final String FOLD = """
            WITH gone AS (DELETE FROM fulfilment_progress WHERE segment >= ? RETURNING *),
                total AS (SELECT max(newest) AS newest, max(answered) AS answered, sum(answers) AS answers, sum(open) AS open,
                    sum(ended) AS ended FROM gone HAVING count(*) > 0)
            UPDATE fulfilment_progress one SET newest = greatest(one.newest, total.newest),
                answered = greatest(one.answered, total.answered), answers = one.answers + total.answers,
                open = one.open + total.open, ended = one.ended + total.ended
            FROM total WHERE one.segment = 0""";

    /** Each segment sees its share of the numbers that are drawn, of which a cell of several systems draws only its own. */
    private static final String BACKLOG = """
            SELECT sum(open)::bigint AS open, sum(ended)::bigint AS ended,
                coalesce(ceil(sum(greatest(0, last_value - newest)) FILTER (WHERE segment < ?) / ?
                    / (SELECT seqincrement FROM pg_sequence WHERE seqrelid = 'order_number_seq'::regclass)), 0)::bigint AS unseen
            FROM fulfilment_progress, order_number_seq""";

    private final JdbcTemplate jdbc;
    private final ProcessorPositions positions;
    private final int segments;
    private final int partitions;

    FulfilmentProgressRepository(
            JdbcTemplate jdbc,
            ProcessorPositions positions,
            ProcessorProperties processors,
            PartitionProperties queues) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.segments = processors.segments();
        this.partitions = queues.partitions();
    }

    /** An instance that still has such a segment begins a row for it anew. */
    @Override
    public void afterPropertiesSet() {
        jdbc.update(FOLD, segments);
    }

    /**
     * In the current transaction these orders were begun, these got their answers, and so many more ended without.
     *
     * @param segment of fulfilment, each of which has a row, so that none waits until another has committed
     */
    void moveOn(int segment, Collection<Long> begun, Collection<Long> answered, int missed) {
        Object[] change = {
            newestOf(begun),
            newestOf(answered),
            answered.size(),
            begun.size() - answered.size() - missed,
            answered.size() + missed,
            segment
        };
        if (jdbc.update(MOVE_ON, change) == 0) {
            jdbc.update(BEGIN, segment);
            jdbc.update(MOVE_ON, change);
        }
    }

    private static long newestOf(Collection<Long> orders) {
        return orders.stream().mapToLong(order -> order).max().orElse(0);
    }

    /**
     * Inventory is past the orders below this one, as it answers in turn, and has answered it; 0 where work is divided, as then one part
     * of it is ahead of another.
     */
    long pastBelow() {
        boolean divided = segments > 1
                || partitions > 1
                || positions.segmentCounts().values().stream().anyMatch(count -> count > 1);
        return divided ? 0 : jdbc.queryForObject("SELECT max(answered) FROM fulfilment_progress", Long.class);
    }

    /** A number that grows whenever an order has got its answers, by a release before this one, too. */
    long answers() {
        return jdbc.queryForObject("SELECT sum(answers + answered)::bigint FROM fulfilment_progress", Long.class);
    }

    /** What has been accepted and has not ended, and what has. */
    public Backlog backlog() {
        boolean allSeen = positions.positionOf(OrderFulfilment.PROCESSOR).orElse(0) >= positions.head();
        return jdbc.queryForObject(
                BACKLOG,
                // Numbers that were drawn for nothing, as by a transaction that failed, belong to no order that will be
                // seen.
                (row, number) ->
                        new Backlog(row.getLong("open") + (allSeen ? 0 : row.getLong("unseen")), row.getLong("ended")),
                segments,
                segments);
    }
}
