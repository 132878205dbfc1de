package io.orderflow.relay.sample;

import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads orders as they were placed when an order had one product: revision 0, whose golden JSON is {@code OrderPlaced-0.json}.
 */
public final class OrderPlacedUpcaster extends SingleEventUpcaster {

    public static final String TYPE = "OrderPlaced";
    public static final String OLD_REVISION = "0";

    /** What the golden JSON means today. */
    public static final OrderPlaced SAMPLE = new OrderPlaced(
            1,
            List.of(new OrderLine(1, 2, new BigDecimal("1500.00"))),
            new BigDecimal("3000.00"),
            Instant.parse("2026-07-01T12:00:00.123Z"));

    /** The golden JSON. */
    public static byte[] oldJson() {
        try (InputStream file = OrderPlacedUpcaster.class.getResourceAsStream("/golden/OrderPlaced-0.json")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return event.getType().equals(new SimpleSerializedType(TYPE, OLD_REVISION));
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        return event.upcast(
                new SimpleSerializedType(TYPE, "1"),
                JsonNode.class,
                OrderPlacedUpcaster::withLines,
                Function.identity());
    }

    private static JsonNode withLines(JsonNode old) {
        BigDecimal unitPrice = old.get("unitPrice").decimalValue();
        int quantity = old.get("quantity").intValue();
        ObjectNode order = ((ObjectNode) old).objectNode();
        order.set("orderId", old.get("orderId"));
        order.putArray("lines")
                .addObject()
                .put("productId", old.get("productId").longValue())
                .put("quantity", quantity)
                .put("unitPrice", unitPrice);
        order.put("totalPrice", unitPrice.multiply(BigDecimal.valueOf(quantity)));
        order.set("placedAt", old.get("placedAt"));
        return order;
    }
}
