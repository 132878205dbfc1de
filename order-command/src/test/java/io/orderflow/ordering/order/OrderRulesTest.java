package io.orderflow.ordering.order;

import static io.orderflow.ordering.order.OrderFixture.NOON;
import static io.orderflow.ordering.order.OrderFixture.ORDER;
import static io.orderflow.ordering.order.OrderFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orderflow.api.OrderLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderRulesTest {

    @Test
    void anOrderHasAtLeastOneLine() {
        assertRefused(List.of(), "lines must have 1 to 100 entries");
    }

    @Test
    void anOrderHasAtMost100Lines() {
        assertThat(place(lines(100)).lines()).hasSize(100);
        assertRefused(lines(101), "lines must have 1 to 100 entries");
    }

    @Test
    void anOrderHasOneLinePerProduct() {
        assertRefused(List.of(line(1, 1, "1.00"), line(1, 2, "1.00")), "line 1: productId is in this order already");
    }

    @Test
    void aPriceIsNotNegative() {
        assertThat(place(List.of(line(1, 1, "0.00"))).totalPrice()).isZero();
        assertRefused(List.of(line(1, 1, "-0.01")), "line 0: unitPrice must be 0 or more");
    }

    @Test
    void aPriceHasAtMostTwoDecimals() {
        assertThat(place(List.of(line(1, 1, "1.990"))).totalPrice()).isEqualTo("1.99");
        assertRefused(List.of(line(1, 1, "1.999")), "line 0: unitPrice must have at most two decimals");
    }

    @Test
    void aWholePriceFits15Digits() {
        assertThat(place(List.of(line(1, 1, "9999999999999.99"))).totalPrice()).isEqualTo("9999999999999.99");
        assertRefused(List.of(line(1, 1, "10000000000000.00")), "line 0: unitPrice must fit 15 digits");
        assertRefused(List.of(line(1, 2, "9999999999999.99")), "totalPrice must fit 15 digits");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertRefused(List.of(line(0, 0, "1.00")), "[line 0: productId must be 1 or more, line 0: quantity must be");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aLineHasAtLeastOnePiece(int quantity) {
        assertRefused(List.of(line(1, quantity, "1.00")), "line 0: quantity must be 1 or more");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aProductNumberIsPositive(long product) {
        assertRefused(List.of(line(product, 1, "1.00")), "line 0: productId must be 1 or more");
    }

    private static PlaceOrder place(List<OrderLine> lines) {
        return new PlaceOrder(ORDER, lines, NOON, Optional.empty());
    }

    private static List<OrderLine> lines(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(product -> line(product, 1, "1.00"))
                .toList();
    }

    private static void assertRefused(List<OrderLine> lines, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> place(lines)).withMessageContaining(reason);
    }
}
