package io.orderflow.inventory.change;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.AdjustStock;
import io.orderflow.inventory.product.InsufficientStockException;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.ProductState;
import io.orderflow.inventory.product.RenameProduct;
import io.orderflow.inventory.product.SetStock;
import io.orderflow.inventory.product.UnexpectedVersionException;
import java.util.function.Supplier;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Changes products for clients. Who did it is kept in the same transaction.
 *
 * <p>The product in this instance's memory may be behind what another instance has stored. So a change that is refused, or comes
 * too late, is tried again: what failed is not kept in memory, and the next try reads what is stored.
 */
@Component
public class ProductChanges {

    private static final int TRIES = 3;

    private final CommandGateway commands;
    private final KeyedAdjustmentRepository adjustments;
    private final EventTransactions transactions;
    private final AuditTrail trail;

    ProductChanges(
            CommandGateway commands,
            KeyedAdjustmentRepository adjustments,
            EventTransactions transactions,
            AuditTrail trail) {
        this.commands = commands;
        this.adjustments = adjustments;
        this.transactions = transactions;
        this.trail = trail;
    }

    /** Adds a product. */
    public void add(AddProduct command, String who) {
        transactions.execute(() -> {
            commands.sendAndWait(command);
            keep(command, who);
        });
    }

    /**
     * Has a product handle a command that answers with its state.
     *
     * @param who has sent it
     * @throws org.axonframework.modelling.command.AggregateNotFoundException if there is no such product
     * @throws UnexpectedVersionException if the command is meant for another version
     * @throws InsufficientStockException if less than nothing would be left
     * @throws ConcurrencyException if others kept changing the product at the same moments
     */
    public ProductState make(Object command, String who) {
        return tried(() -> transactions.execute(() -> handle(command, who)));
    }

    /**
     * Adjusts a stock alike, unless the key stands for that adjustment already: then the answer is the one of that time. Key and
     * adjustment commit in one transaction. Of two requests at once, the later one's transaction fails by the key of the earlier
     * one, and its next try finds it.
     *
     * @throws KeyReusedException if the key stands for another adjustment
     */
    public ProductState makeOnce(AdjustStock command, String key, String who) {
        return tried(() -> transactions.execute(() -> adjustments
                .find(key)
                .map(earlier -> answerOf(earlier, command))
                .orElseGet(() -> adjust(command, key, who))));
    }

    private static ProductState answerOf(KeyedAdjustment earlier, AdjustStock command) {
        if (!earlier.isOf(command)) {
            throw new KeyReusedException();
        }
        return earlier.answer();
    }

    private ProductState adjust(AdjustStock command, String key, String who) {
        ProductState answer = handle(command, who);
        adjustments.add(KeyedAdjustment.of(key, command, answer));
        return answer;
    }

    private ProductState handle(Object command, String who) {
        ProductState answer = commands.sendAndWait(command);
        keep(command, who);
        return answer;
    }

    private void keep(Object command, String who) {
        if (command instanceof AddProduct add) {
            String detail = add.name() + ", stock " + add.stock();
            trail.add(who, AuditedAction.PRODUCT_ADDED, path(add.productId()), detail);
        } else if (command instanceof RenameProduct rename) {
            trail.add(who, AuditedAction.PRODUCT_RENAMED, path(rename.productId()), rename.name());
        } else if (command instanceof SetStock set) {
            trail.add(who, AuditedAction.STOCK_SET, path(set.productId()), String.valueOf(set.stock()));
        } else if (command instanceof AdjustStock adjust) {
            String detail = (adjust.by() > 0 ? "+" : "") + adjust.by() + ": " + adjust.reason();
            trail.add(who, AuditedAction.STOCK_ADJUSTED, path(adjust.productId()), detail);
        }
    }

    private static String path(ProductId product) {
        return "products/" + product.number();
    }

    private static ProductState tried(Supplier<ProductState> change) {
        for (int triesLeft = TRIES - 1; ; triesLeft--) {
            try {
                return change.get();
            } catch (UnexpectedVersionException
                    | InsufficientStockException
                    | ConcurrencyException
                    | DuplicateKeyException e) {
                if (triesLeft == 0) {
                    throw e;
                }
            }
        }
    }
}
