package io.orderflow.ordering.fulfilment;

import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockRejected;
import io.orderflow.api.StockReserved;
import io.orderflow.ordering.fulfilment.Outcomes.Outcome;
import io.orderflow.ordering.order.CancelOrder;
import io.orderflow.ordering.order.CancellationReason;
import io.orderflow.ordering.order.ConfirmOrder;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.ReturnStock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;

/**
 * Brings an order to its end.
 *
 * <table>
 * <caption>What happens, and what follows</caption>
 * <tr><td>order placed</td><td>wait for an answer to every line, but not for ever</td></tr>
 * <tr><td>all lines reserved</td><td>confirm</td></tr>
 * <tr><td>all lines answered, one or more rejected</td><td>cancel, give the reserved ones back</td></tr>
 * <tr><td>no answer in time</td><td>cancel, give the reserved ones back</td></tr>
 * <tr><td>a line reserved after that</td><td>give it back</td></tr>
 * </table>
 *
 * <p>Commands are waited for: one that fails makes the event be handled again, where a command that is only sent would
 * be lost without a trace.
 */
@Saga
@ProcessingGroup(OrderFulfilment.PROCESSOR)
public class OrderFulfilment {

    /** Name of the processor whose token says up to where orders have been brought on. */
    public static final String PROCESSOR = "fulfilment";

    private static final String ORDER_ID = "orderId";

    private long orderId;
    private Set<Long> unansweredProducts = new HashSet<>();
    private List<StockLine> reserved = new ArrayList<>();
    private List<String> refusals = new ArrayList<>();

    /** By what the saga of an order is found, and orders are divided among the segments of the processor. */
    public static AssociationValue associationOf(OrderId order) {
        return new AssociationValue(ORDER_ID, String.valueOf(order.number()));
    }

    @StartSaga
    @SagaEventHandler(associationProperty = ORDER_ID)
    void on(OrderPlaced event, AnswerDeadlines deadlines) {
        orderId = event.orderId();
        event.lines().stream().map(OrderLine::productId).forEach(unansweredProducts::add);
        deadlines.start(orderId);
    }

    /** Starts a saga where none is left: the order has ended without this answer, which came too late. */
    @StartSaga
    @SagaEventHandler(associationProperty = ORDER_ID)
    void on(StockReserved event, CommandGateway commands, AnswerDeadlines deadlines, Outcomes outcomes) {
        StockLine line = new StockLine(event.productId(), event.quantity());
        boolean late = unansweredProducts.isEmpty();
        if (late) {
            returnStock(new OrderId(event.orderId()), line, commands);
        } else if (unansweredProducts.remove(event.productId())) {
            reserved.add(line);
            endIfAllAnswered(commands, deadlines, outcomes);
        }
    }

    @SagaEventHandler(associationProperty = ORDER_ID)
    void on(StockRejected event, CommandGateway commands, AnswerDeadlines deadlines, Outcomes outcomes) {
        if (unansweredProducts.remove(event.productId())) {
            refusals.add(event.reason());
            endIfAllAnswered(commands, deadlines, outcomes);
        }
    }

    @SagaEventHandler(associationProperty = ORDER_ID)
    void on(AnswerOverdue event, CommandGateway commands, AnswerDeadlines deadlines, Outcomes outcomes) {
        outcomes.ended(Outcome.UNANSWERED, cancel(CancellationReason.noAnswerWithin(event.waitedSeconds()), commands));
        deadlines.missed(orderId);
        SagaLifecycle.end();
    }

    private void endIfAllAnswered(CommandGateway commands, AnswerDeadlines deadlines, Outcomes outcomes) {
        if (!unansweredProducts.isEmpty()) {
            return;
        }
        if (refusals.isEmpty()) {
            outcomes.ended(Outcome.CONFIRMED, commands.sendAndWait(new ConfirmOrder(new OrderId(orderId))));
        } else {
            outcomes.ended(Outcome.REJECTED, cancel(String.join("; ", refusals), commands));
        }
        deadlines.answered(orderId);
        SagaLifecycle.end();
    }

    private Instant cancel(String reason, CommandGateway commands) {
        return commands.sendAndWait(new CancelOrder(new OrderId(orderId), reason, reserved));
    }

    private static void returnStock(OrderId order, StockLine line, CommandGateway commands) {
        try {
            commands.sendAndWait(new ReturnStock(order, line));
        } catch (AggregateNotFoundException e) {
            // Nobody here placed this order, so nothing of it can be given back.
        }
        SagaLifecycle.end();
    }
}
