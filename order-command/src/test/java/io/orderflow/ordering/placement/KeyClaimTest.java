package io.orderflow.ordering.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.api.OrderLine;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.PlaceOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyClaimTest {

    @Test
    void aKeyOfTheTimeBeforeCustomersIsKeptAsItWas() {
        assertThat(claim("k1", Optional.empty()).key()).isEqualTo("k1");
    }

    @Test
    void nobodyMeetsTheKeysOfOthers() {
        assertThat(List.of(
                        claim("k1", Optional.empty()),
                        claim("k1", Optional.of("anna")),
                        claim("k1", Optional.of("ben")),
                        claim("anna k1", Optional.empty()),
                        claim("1", Optional.of("annak"))))
                .extracting(KeyClaim::key)
                .doesNotHaveDuplicates();
    }

    @Test
    void aCustomerMeetsItsOwn() {
        assertThat(claim("k1", Optional.of("anna"))).isEqualTo(claim("k1", Optional.of("anna")));
    }

    private static KeyClaim claim(String key, Optional<String> customer) {
        return KeyClaim.of(
                key,
                new PlaceOrder(
                        new OrderId(7),
                        List.of(new OrderLine(1, 1, new BigDecimal("9.99"))),
                        Instant.parse("2026-07-01T12:00:00Z"),
                        customer));
    }
}
