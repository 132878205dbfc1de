package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.ordering.fulfilment.OrderFulfilment;
import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How far fulfilment is, whichever instance it runs in. It is written in fulfilment's own transactions, so what it says is
 * exact as of the last of them; it takes one row to read, however many orders wait.
 */
@Component
public class FulfilmentProgressRepository {

    private final JdbcTemplate jdbc;
    private final ProcessorPositions positions;

    FulfilmentProgressRepository(JdbcTemplate jdbc, ProcessorPositions positions) {
        this.jdbc = jdbc;
        this.positions = positions;
    }

    /** In the current transaction these orders were begun, these got their answers, and so many more ended without. */
    void moveOn(Collection<Long> begun, Collection<Long> answered, int missed) {
        jdbc.update(
                "UPDATE fulfilment_progress SET newest = greatest(newest, ?), answered = greatest(answered, ?),"
                        + " open = open + ?, ended = ended + ?",
                newestOf(begun),
                newestOf(answered),
                begun.size() - answered.size() - missed,
                answered.size() + missed);
    }

    private static long newestOf(Collection<Long> orders) {
        return orders.stream().mapToLong(order -> order).max().orElse(0);
    }

    /** The newest order that has got its answers: inventory, which answers in turn, is past all that are older. */
    long newestAnswered() {
        return jdbc.queryForObject("SELECT answered FROM fulfilment_progress", Long.class);
    }

    /** What has been accepted and has not ended, and what has. */
    public Backlog backlog() {
        boolean allSeen = positions.positionOf(OrderFulfilment.PROCESSOR).orElse(0) >= positions.head();
        return jdbc.queryForObject(
                "SELECT open, greatest(0, last_value - newest) AS unseen, ended FROM fulfilment_progress, order_number_seq",
                // Numbers that were drawn for nothing, as by a transaction that failed, belong to no order that will be
                // seen.
                (row, number) ->
                        new Backlog(row.getLong("open") + (allSeen ? 0 : row.getLong("unseen")), row.getLong("ended")));
    }
}
