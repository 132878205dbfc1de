package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.add;
import static io.orderflow.inventory.product.ProductFixture.added;
import static io.orderflow.inventory.product.ProductFixture.products;
import static io.orderflow.inventory.product.ProductFixture.reserved;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AddingAProductTest {

    @Test
    void givenNothing_whenAdded_thenAdded() {
        products().givenNoPriorActivity().when(add(10)).expectEvents(added(10));
    }

    @Test
    void givenAProduct_whenAddedAgain_thenItStaysAsItIs() {
        products().given(added(10), reserved(3)).when(add(10)).expectNoEvents().expectSuccessfulHandlerExecution();
    }

    @Test
    void aProductHasANameAndAStockThatIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> add(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new AddProduct(new ProductId(1), " ", 1));
    }
}
