package io.orderflow.inventory.view;

import static io.orderflow.inventory.view.ProductViewFixture.viewOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.api.StockRejected;
import io.orderflow.api.StockReleased;
import io.orderflow.api.StockReserved;
import io.orderflow.inventory.product.ProductAdded;
import io.orderflow.inventory.product.ProductRenamed;
import io.orderflow.inventory.product.StockAdjusted;
import io.orderflow.inventory.product.StockSet;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;

class ProductViewTest {

    private static final ProductAdded ADDED = new ProductAdded(1, "Laptop", 10);

    @Test
    void anAddedProductHasItsStock() {
        ProductView view = viewOf(ADDED);

        assertThat(view.exists()).isTrue();
        assertThat(view.id()).isOne();
        assertThat(view.name()).isEqualTo("Laptop");
        assertThat(view.stock()).isEqualTo(10);
    }

    @Test
    void whatIsReservedIsNotAvailableUntilItIsReleased() {
        assertThat(viewOf(ADDED, new StockReserved(7, 1, 4)).stock()).isEqualTo(6);
        assertThat(viewOf(ADDED, new StockReserved(7, 1, 4), new StockReleased(7, 1, 4))
                        .stock())
                .isEqualTo(10);
    }

    @Test
    void aStockThatIsSetIsWhatIsAvailableFromThenOn() {
        assertThat(viewOf(ADDED, new StockReserved(7, 1, 4), new StockSet(1, 20))
                        .stock())
                .isEqualTo(20);
    }

    @Test
    void whatIsFoundOrLostChangesWhatIsAvailable() {
        assertThat(viewOf(ADDED, new StockReserved(7, 1, 4), new StockAdjusted(1, 3, "found"))
                        .stock())
                .isEqualTo(9);
        assertThat(viewOf(ADDED, new StockAdjusted(1, -3, "broken")).stock()).isEqualTo(7);
    }

    @Test
    void aRenamedProductHasItsNewNameAndItsStock() {
        ProductView view = viewOf(ADDED, new ProductRenamed(1, "Notebook"));

        assertThat(view.name()).isEqualTo("Notebook");
        assertThat(view.stock()).isEqualTo(10);
    }

    @Test
    void itsVersionIsItsLastEvent_alsoOneThatChangesNothingHere() {
        assertThat(viewOf(ADDED).version()).isZero();
        assertThat(viewOf(ADDED, new StockRejected(7, 1, 99, "insufficient stock"))
                        .version())
                .isOne();
    }

    @Test
    void aProductThatWasOnlyAskedForDoesNotExist() {
        assertThat(viewOf(new StockRejected(7, 42, 1, "product 42 does not exist"))
                        .exists())
                .isFalse();
    }

    @Test
    void anEventThatIsInTheViewAlreadyChangesNothing() {
        ProductView view = viewOf(ADDED, new StockReserved(7, 1, 4));

        view.apply(new GenericDomainEventMessage<>("Product", "product", 1, new StockReserved(7, 1, 4)));

        assertThat(view.stock()).isEqualTo(6);
    }
}
