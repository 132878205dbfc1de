package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.ORDER;
import static io.orderflow.inventory.product.ProductFixture.UNKNOWN;
import static io.orderflow.inventory.product.ProductFixture.added;
import static io.orderflow.inventory.product.ProductFixture.products;
import static io.orderflow.inventory.product.ProductFixture.rejected;
import static io.orderflow.inventory.product.ProductFixture.release;
import static io.orderflow.inventory.product.ProductFixture.released;
import static io.orderflow.inventory.product.ProductFixture.reserved;

import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class ReleasingStockTest {

    @Test
    void givenAReservation_whenReleased_thenReleased() {
        products().given(added(10), reserved(4)).when(release(4)).expectEvents(released(4));
    }

    @Test
    void givenNoProduct_whenReleased_thenRefused() {
        products()
                .givenNoPriorActivity()
                .when(new ReleaseStock(UNKNOWN, ORDER, 1))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void givenAProductThatWasOnlyAskedFor_whenReleased_thenNothing() {
        products()
                .given(rejected(4, "product 1 does not exist"))
                .when(release(4))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }
}
