package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.LAPTOP;
import static io.orderflow.inventory.product.ProductFixture.added;
import static io.orderflow.inventory.product.ProductFixture.laptop;
import static io.orderflow.inventory.product.ProductFixture.products;
import static io.orderflow.inventory.product.ProductFixture.rejected;
import static io.orderflow.inventory.product.ProductFixture.rename;
import static io.orderflow.inventory.product.ProductFixture.renamed;
import static io.orderflow.inventory.product.ProductFixture.reserve;
import static io.orderflow.inventory.product.ProductFixture.reserved;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orderflow.api.StockRanLow;
import java.util.Set;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class RenamingAProductTest {

    @Test
    void givenAProduct_whenRenamed_thenItHasTheNameAndTheStock() {
        products()
                .given(added(10), reserved(4))
                .when(rename("Notebook"))
                .expectEvents(renamed("Notebook"))
                .expectResultMessagePayload(new ProductState(1, "Notebook", 6, 2));
    }

    @Test
    void givenARenamedProduct_whenItRunsLow_thenItIsToldByItsNewName() {
        products()
                .given(added(10), renamed("Notebook"))
                .when(reserve(6))
                .expectEvents(reserved(6), new StockRanLow(1, "Notebook", 4));
    }

    @Test
    void givenAProduct_whenItGetsTheNameThatItHas_thenItStaysAsItIs() {
        products().given(added(10)).when(rename("Laptop")).expectNoEvents().expectResultMessagePayload(laptop(10, 0));
    }

    @Test
    void givenNoProduct_whenRenamed_thenRefused() {
        products()
                .givenNoPriorActivity()
                .when(rename("Notebook"))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
        products()
                .given(rejected(2, "product 1 does not exist"))
                .when(rename("Notebook"))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void givenAProduct_whenRenamedForAnotherVersion_thenRefused() {
        products()
                .given(added(10), reserved(4))
                .when(new RenameProduct(LAPTOP, "Notebook", ExpectedVersions.of(Set.of(0L))))
                .expectNoEvents()
                .expectException(UnexpectedVersionException.class);
    }

    @Test
    void aNameIsNotBlank() {
        assertThatIllegalArgumentException().isThrownBy(() -> rename(" "));
    }
}
