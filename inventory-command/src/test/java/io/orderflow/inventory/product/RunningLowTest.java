package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.added;
import static io.orderflow.inventory.product.ProductFixture.products;
import static io.orderflow.inventory.product.ProductFixture.ranLow;
import static io.orderflow.inventory.product.ProductFixture.ranOut;
import static io.orderflow.inventory.product.ProductFixture.rejected;
import static io.orderflow.inventory.product.ProductFixture.release;
import static io.orderflow.inventory.product.ProductFixture.released;
import static io.orderflow.inventory.product.ProductFixture.reserve;
import static io.orderflow.inventory.product.ProductFixture.reserved;
import static io.orderflow.inventory.product.ProductFixture.setStock;
import static io.orderflow.inventory.product.ProductFixture.stockSet;

import org.junit.jupiter.api.Test;

class RunningLowTest {

    @Test
    void givenSix_whenFiveAreLeft_thenItRunsLow() {
        products().given(added(6)).when(reserve(1)).expectEvents(reserved(1), ranLow(5));
    }

    @Test
    void givenSeven_whenSixAreLeft_thenItDoesNotRunLow() {
        products().given(added(7)).when(reserve(1)).expectEvents(reserved(1));
    }

    @Test
    void givenItRanLow_whenFewerAreLeft_thenItIsNotToldAgain() {
        products().given(added(6), reserved(1), ranLow(5)).when(reserve(2)).expectEvents(reserved(2));
    }

    @Test
    void givenItRanLow_whenNoneIsLeft_thenItRanOut() {
        products().given(added(6), reserved(1), ranLow(5)).when(reserve(5)).expectEvents(reserved(5), ranOut());
    }

    @Test
    void givenMany_whenAllAreReservedAtOnce_thenItRanOutAndIsNotCalledLow() {
        products().given(added(10)).when(reserve(10)).expectEvents(reserved(10), ranOut());
    }

    @Test
    void givenItRanOut_whenOneMoreIsAskedFor_thenItIsNotToldAgain() {
        products()
                .given(added(10), reserved(10), ranOut())
                .when(reserve(1))
                .expectEvents(rejected(1, "insufficient stock for product 1 (requested 1, available 0)"));
    }

    @Test
    void givenItRanLowAndWasFilledUp_whenItRunsLowAgain_thenItIsToldAgain() {
        products()
                .given(added(6), reserved(1), ranLow(5), released(1))
                .when(reserve(1))
                .expectEvents(reserved(1), ranLow(5));
    }

    @Test
    void givenItRanOut_whenSomeAreReleased_thenNothingIsTold() {
        products().given(added(3), reserved(3), ranOut()).when(release(3)).expectEvents(released(3));
    }

    @Test
    void givenMany_whenTheStockIsSetLowOrToNone_thenItIsTold() {
        products().given(added(10)).when(setStock(3)).expectEvents(stockSet(3), ranLow(3));
        products().given(added(10)).when(setStock(0)).expectEvents(stockSet(0), ranOut());
    }

    @Test
    void givenFew_whenTheStockIsSetAsLow_thenNothingIsTold() {
        products().given(added(3)).when(setStock(2)).expectEvents(stockSet(2));
        products().given(added(0)).when(setStock(0)).expectEvents(stockSet(0));
    }
}
