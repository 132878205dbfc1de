package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.LAPTOP;
import static io.orderflow.inventory.product.ProductFixture.added;
import static io.orderflow.inventory.product.ProductFixture.adjust;
import static io.orderflow.inventory.product.ProductFixture.adjusted;
import static io.orderflow.inventory.product.ProductFixture.laptop;
import static io.orderflow.inventory.product.ProductFixture.products;
import static io.orderflow.inventory.product.ProductFixture.ranLow;
import static io.orderflow.inventory.product.ProductFixture.ranOut;
import static io.orderflow.inventory.product.ProductFixture.rejected;
import static io.orderflow.inventory.product.ProductFixture.reserve;
import static io.orderflow.inventory.product.ProductFixture.reserved;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class AdjustingStockTest {

    @Test
    void givenAProduct_whenPiecesAreFound_thenTheyAreAvailable() {
        products()
                .given(added(10), reserved(4))
                .when(adjust(3))
                .expectEvents(adjusted(3))
                .expectResultMessagePayload(laptop(9, 2));
        products().given(added(10), reserved(4), adjusted(3)).when(reserve(9)).expectEvents(reserved(9), ranOut());
    }

    @Test
    void givenAProduct_whenPiecesAreLost_thenTheyAreNotAvailable() {
        products()
                .given(added(20), reserved(4))
                .when(adjust(-5))
                .expectEvents(adjusted(-5))
                .expectResultMessagePayload(laptop(11, 2));
        products()
                .given(added(20), reserved(4), adjusted(-5))
                .when(reserve(12))
                .expectEvents(rejected(12, "insufficient stock for product 1 (requested 12, available 11)"));
    }

    @Test
    void givenAProduct_whenMoreAreLostThanThereAre_thenRefused() {
        products()
                .given(added(10), reserved(4))
                .when(adjust(-7))
                .expectNoEvents()
                .expectException(InsufficientStockException.class)
                .expectExceptionMessage("There are 6 available, from which 7 cannot be taken");
    }

    @Test
    void givenAProduct_whenFewOrNoneAreLeft_thenItIsTold() {
        products()
                .given(added(10))
                .when(adjust(-6))
                .expectEvents(adjusted(-6), ranLow(4))
                .expectResultMessagePayload(laptop(4, 2));
        products().given(added(10)).when(adjust(-10)).expectEvents(adjusted(-10), ranOut());
        products().given(added(4)).when(adjust(-1)).expectEvents(adjusted(-1));
        products().given(added(4)).when(adjust(9)).expectEvents(adjusted(9));
    }

    @Test
    void givenNoProduct_whenAdjusted_thenRefused() {
        products()
                .givenNoPriorActivity()
                .when(adjust(1))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
        products()
                .given(rejected(2, "product 1 does not exist"))
                .when(adjust(1))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void givenAProduct_whenAdjustedForAnotherVersion_thenRefusedForThat() {
        products()
                .given(added(10), reserved(4))
                .when(new AdjustStock(LAPTOP, -99, "counted", ExpectedVersions.of(Set.of(0L))))
                .expectNoEvents()
                .expectException(UnexpectedVersionException.class);
    }

    @Test
    void anAdjustmentChangesSomethingAndHasAReason() {
        assertThatIllegalArgumentException().isThrownBy(() -> adjust(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdjustStock(LAPTOP, 1, " ", ExpectedVersions.ANY));
    }
}
