package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.ORDER;
import static io.orderflow.inventory.product.ProductFixture.UNKNOWN;
import static io.orderflow.inventory.product.ProductFixture.added;
import static io.orderflow.inventory.product.ProductFixture.products;
import static io.orderflow.inventory.product.ProductFixture.rejected;
import static io.orderflow.inventory.product.ProductFixture.released;
import static io.orderflow.inventory.product.ProductFixture.reserve;
import static io.orderflow.inventory.product.ProductFixture.reserved;
import static io.orderflow.inventory.product.ProductFixture.stockSet;

import io.orderflow.api.StockRejected;
import org.junit.jupiter.api.Test;

class ReservingStockTest {

    @Test
    void givenEnough_whenReserved_thenReserved() {
        products().given(added(10)).when(reserve(4)).expectEvents(reserved(4));
    }

    @Test
    void givenTooFew_whenReserved_thenRejectedWithTheNumbers() {
        products()
                .given(added(10), reserved(2))
                .when(reserve(99))
                .expectEvents(rejected(99, "insufficient stock for product 1 (requested 99, available 8)"));
    }

    @Test
    void givenARefusal_whenFewerAreReserved_thenReserved() {
        products()
                .given(added(8), rejected(99, "insufficient stock for product 1 (requested 99, available 8)"))
                .when(reserve(2))
                .expectEvents(reserved(2));
    }

    @Test
    void givenNonsense_whenReserved_thenRejectedAndNoStockIsMade() {
        products()
                .given(added(10))
                .when(reserve(-5))
                .expectEvents(rejected(-5, "quantity -5 of product 1 is not 1 or more"));
    }

    @Test
    void givenNoneLeft_whenReserved_thenRejected() {
        products()
                .given(added(10), reserved(10))
                .when(reserve(1))
                .expectEvents(rejected(1, "insufficient stock for product 1 (requested 1, available 0)"));
    }

    @Test
    void givenReleasedAndSetStock_whenReserved_thenItCounts() {
        products()
                .given(added(10), reserved(10), released(3))
                .when(reserve(4))
                .expectEvents(rejected(4, "insufficient stock for product 1 (requested 4, available 3)"));
        products().given(added(10), stockSet(100)).when(reserve(50)).expectEvents(reserved(50));
    }

    @Test
    void givenNoProduct_whenReserved_thenRejected() {
        products()
                .givenNoPriorActivity()
                .when(new ReserveStock(UNKNOWN, ORDER, 1))
                .expectEvents(new StockRejected(ORDER, 42, 1, "product 42 does not exist"));
    }

    @Test
    void givenNoProduct_whenReservedAgain_thenRejectedAgain() {
        products()
                .given(new StockRejected(6, 42, 1, "product 42 does not exist"))
                .when(new ReserveStock(UNKNOWN, ORDER, 1))
                .expectEvents(new StockRejected(ORDER, 42, 1, "product 42 does not exist"));
    }

    @Test
    void givenARefusedUnknownProduct_whenAdded_thenAdded() {
        products()
                .given(new StockRejected(ORDER, 42, 1, "product 42 does not exist"))
                .when(new AddProduct(UNKNOWN, "Desk", 5))
                .expectEvents(new ProductAdded(42, "Desk", 5));
    }

    @Test
    void givenAProductAddedAfterARefusal_whenReserved_thenReserved() {
        products()
                .given(new StockRejected(6, 1, 1, "product 1 does not exist"), added(10))
                .when(reserve(2))
                .expectEvents(reserved(2));
    }
}
