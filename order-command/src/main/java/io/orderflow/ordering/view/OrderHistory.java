package io.orderflow.ordering.view;

import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockReleaseRequested;
import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.history.RecordedEvent;
import io.orderflow.ordering.order.OrderId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What happened to an order, and what inventory answered.
 *
 * <p>The answers are in the histories of products, which are long, and no index knows of which order they are: it would be
 * written with each of them, for a question now and then. But one that was heeded is shortly before what the order did about it,
 * and one that is still to come will be shortly after what the order asked last. So they are looked for among the places there,
 * as long as there is a question without an answer.
 */
@Component
public class OrderHistory {

    private static final String ANSWERS_ARE_OF = "Product";
    private static final String ORDER_OF_ANSWER = "orderId";

    /** How many places are looked at for the answers between two events of an order. */
    private static final int MOST_PLACES = 50_000;

    /** Beyond what any order has. */
    private static final int MOST_EVENTS = 1_000;

    private final EventHistory events;

    OrderHistory(EventHistory events) {
        this.events = events;
    }

    /**
     * The order's own events and the answers to them, in the order in which they came; empty if there is no such order. An answer
     * that came {@value MOST_PLACES} events or more after the last question, and changed nothing, may be missing.
     *
     * @param customer who must have placed it; null for anybody, or nobody
     */
    public List<RecordedEvent> of(long id, String customer) {
        List<RecordedEvent> own =
                new ArrayList<>(events.newestOf(new OrderId(id).toString(), Long.MAX_VALUE, MOST_EVENTS));
        Collections.reverse(own);
        if (customer != null && own.stream().noneMatch(event -> isPlacedBy(customer, event.data()))) {
            return List.of();
        }
        List<RecordedEvent> all = new ArrayList<>();
        int unanswered = 0;
        for (int i = 0; i < own.size(); i++) {
            RecordedEvent event = own.get(i);
            all.add(event);
            unanswered += questionsIn(event.data());
            if (unanswered > 0) {
                boolean isLast = i == own.size() - 1;
                long end = isLast ? event.place() + MOST_PLACES : own.get(i + 1).place();
                long start = Math.max(event.place(), end - MOST_PLACES);
                List<RecordedEvent> answers =
                        events.between(start, end, ANSWERS_ARE_OF, ORDER_OF_ANSWER, id, unanswered);
                all.addAll(answers);
                unanswered -= answers.size();
            }
        }
        return all;
    }

    private static boolean isPlacedBy(String customer, Object event) {
        return event instanceof OrderPlaced placed
                && placed.customer().filter(customer::equals).isPresent();
    }

    /** Each line that is asked for, and each that is asked back, is answered once. */
    private static int questionsIn(Object event) {
        if (event instanceof OrderPlaced placed) {
            return placed.lines().size();
        }
        return event instanceof StockReleaseRequested requested
                ? requested.lines().size()
                : 0;
    }
}
