package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.added;
import static io.orderflow.inventory.product.ProductFixture.products;
import static io.orderflow.inventory.product.ProductFixture.rejected;
import static io.orderflow.inventory.product.ProductFixture.reserve;
import static io.orderflow.inventory.product.ProductFixture.reserved;
import static io.orderflow.inventory.product.ProductFixture.setStock;
import static io.orderflow.inventory.product.ProductFixture.stockSet;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class SettingStockTest {

    @Test
    void givenAProduct_whenItsStockIsSet_thenSoManyAreAvailable() {
        products()
                .given(added(10), reserved(4))
                .when(setStock(20))
                .expectEvents(stockSet(20))
                .expectResultMessagePayload(true);
        products().given(added(10), reserved(4), stockSet(20)).when(reserve(11)).expectEvents(reserved(11));
    }

    @Test
    void givenNoProduct_whenItsStockIsSet_thenRefused() {
        products()
                .givenNoPriorActivity()
                .when(setStock(20))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void givenAProductThatWasOnlyAskedFor_whenItsStockIsSet_thenItSaysThereIsNone() {
        products()
                .given(rejected(2, "product 1 does not exist"))
                .when(setStock(20))
                .expectNoEvents()
                .expectResultMessagePayload(false);
    }

    @Test
    void aStockIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> setStock(-1));
    }
}
