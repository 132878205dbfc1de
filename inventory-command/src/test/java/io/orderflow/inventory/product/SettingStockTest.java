package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.added;
import static io.orderflow.inventory.product.ProductFixture.laptop;
import static io.orderflow.inventory.product.ProductFixture.products;
import static io.orderflow.inventory.product.ProductFixture.rejected;
import static io.orderflow.inventory.product.ProductFixture.reserve;
import static io.orderflow.inventory.product.ProductFixture.reserved;
import static io.orderflow.inventory.product.ProductFixture.setStock;
import static io.orderflow.inventory.product.ProductFixture.stockSet;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class SettingStockTest {

    @Test
    void givenAProduct_whenItsStockIsSet_thenSoManyAreAvailable() {
        products()
                .given(added(10), reserved(4))
                .when(setStock(20))
                .expectEvents(stockSet(20))
                .expectResultMessagePayload(laptop(20, 2));
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
    void givenAProductThatWasOnlyAskedFor_whenItsStockIsSet_thenRefused() {
        products()
                .given(rejected(2, "product 1 does not exist"))
                .when(setStock(20))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void aStockIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> setStock(-1));
    }

    @Test
    void givenAProduct_whenItsStockIsSetForTheVersionThatItHas_thenItIsSet() {
        products().given(added(10), reserved(4)).when(setStockAt(1L)).expectEvents(stockSet(20));
        products().given(added(10), reserved(4)).when(setStockAt(0L, 1L)).expectEvents(stockSet(20));
    }

    @Test
    void givenAProduct_whenItsStockIsSetForAnotherVersion_thenRefused() {
        for (SetStock command : List.of(setStockAt(0L), setStockAt(2L, 3L), setStockAt())) {
            products()
                    .given(added(10), reserved(4))
                    .when(command)
                    .expectNoEvents()
                    .expectException(UnexpectedVersionException.class);
        }
    }

    private static SetStock setStockAt(Long... versions) {
        return new SetStock(ProductFixture.LAPTOP, 20, ExpectedVersions.of(Set.of(versions)));
    }
}
