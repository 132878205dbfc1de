package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ExpectedVersions.ANY;

import io.orderflow.api.StockRanLow;
import io.orderflow.api.StockRanOut;
import io.orderflow.api.StockRejected;
import io.orderflow.api.StockReleased;
import io.orderflow.api.StockReserved;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;

/** Product 1 is a laptop, asked for by order 7; nobody ever added product 42. */
final class ProductFixture {

    static final ProductId LAPTOP = new ProductId(1);
    static final ProductId UNKNOWN = new ProductId(42);
    static final long ORDER = 7;

    private ProductFixture() {}

    static FixtureConfiguration<Product> products() {
        return new AggregateTestFixture<>(Product.class);
    }

    static ProductAdded added(long stock) {
        return new ProductAdded(1, "Laptop", stock);
    }

    static AddProduct add(long stock) {
        return new AddProduct(LAPTOP, "Laptop", stock);
    }

    static ReserveStock reserve(int quantity) {
        return new ReserveStock(LAPTOP, ORDER, quantity);
    }

    static StockReserved reserved(int quantity) {
        return new StockReserved(ORDER, 1, quantity);
    }

    static StockRejected rejected(int quantity, String reason) {
        return new StockRejected(ORDER, 1, quantity, reason);
    }

    static ReleaseStock release(int quantity) {
        return new ReleaseStock(LAPTOP, ORDER, quantity);
    }

    static StockReleased released(int quantity) {
        return new StockReleased(ORDER, 1, quantity);
    }

    static RenameProduct rename(String name) {
        return new RenameProduct(LAPTOP, name, ANY);
    }

    static ProductRenamed renamed(String name) {
        return new ProductRenamed(1, name);
    }

    static SetStock setStock(long stock) {
        return new SetStock(LAPTOP, stock, ANY);
    }

    static AdjustStock adjust(long by) {
        return new AdjustStock(LAPTOP, by, "counted", ANY);
    }

    static StockAdjusted adjusted(long by) {
        return new StockAdjusted(1, by, "counted");
    }

    static ProductState laptop(long stock, long version) {
        return new ProductState(1, "Laptop", stock, version);
    }

    static StockSet stockSet(long stock) {
        return new StockSet(1, stock);
    }

    static StockRanLow ranLow(long stock) {
        return new StockRanLow(1, "Laptop", stock);
    }

    static StockRanOut ranOut() {
        return new StockRanOut(1, "Laptop");
    }
}
