package io.orderflow.ordering.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.orderflow.api.OrderLine;
import io.orderflow.ordering.order.PlaceOrder;
import io.orderflow.rest.FieldProblem;
import io.orderflow.rest.InvalidRequestException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An order as a client sends it: either one product, or {@code items}. */
record PlaceOrderRequest(
        @JsonProperty("product_id") Long productId,
        @JsonProperty("quantity") Integer quantity,
        @JsonProperty("unit_price") BigDecimal unitPrice,
        @JsonProperty("items") List<Item> items) {

    private static final int TOTAL_PRICE_DIGITS = 15;
    private static final int CENTS = 2;
    private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(TOTAL_PRICE_DIGITS - CENTS);

    record Item(
            @JsonProperty("product_id") Long productId,
            @JsonProperty("quantity") Integer quantity,
            @JsonProperty("unit_price") BigDecimal unitPrice) {}

    /**
     * The lines that are ordered.
     *
     * @throws InvalidRequestException with everything that is wrong
     */
    List<OrderLine> lines() {
        List<FieldProblem> problems = new ArrayList<>();
        List<OrderLine> lines = items == null ? singleLine(problems) : itemLines(problems);
        if (problems.isEmpty() && PlaceOrder.totalOf(lines).compareTo(TOO_MUCH) >= 0) {
            problems.add(new FieldProblem("total_price", "must fit " + TOTAL_PRICE_DIGITS + " digits"));
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return lines;
    }

    private List<OrderLine> singleLine(List<FieldProblem> problems) {
        Item item = new Item(productId, quantity, unitPrice);
        check(item, "", problems);
        return problems.isEmpty() ? List.of(line(item)) : List.of();
    }

    private List<OrderLine> itemLines(List<FieldProblem> problems) {
        if (productId != null || quantity != null || unitPrice != null) {
            problems.add(new FieldProblem("items", "cannot be given together with product_id, quantity or unit_price"));
        }
        if (items.isEmpty() || items.size() > PlaceOrder.MOST_LINES) {
            problems.add(new FieldProblem("items", "must have 1 to " + PlaceOrder.MOST_LINES + " entries"));
            return List.of();
        }
        Set<Long> products = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            String path = "items[" + i + "]";
            if (item == null) {
                problems.add(new FieldProblem(path, "must be an object"));
                continue;
            }
            check(item, path + ".", problems);
            if (item.productId() != null && !products.add(item.productId())) {
                problems.add(new FieldProblem(path + ".product_id", "is in this order already"));
            }
        }
        return problems.isEmpty() ? items.stream().map(PlaceOrderRequest::line).toList() : List.of();
    }

    private static void check(Item item, String path, List<FieldProblem> problems) {
        if (item.productId() == null) {
            problems.add(new FieldProblem(path + "product_id", "is required"));
        } else if (item.productId() < 1) {
            problems.add(new FieldProblem(path + "product_id", "must be 1 or more"));
        }
        if (item.quantity() == null) {
            problems.add(new FieldProblem(path + "quantity", "is required"));
        } else if (item.quantity() < 1) {
            problems.add(new FieldProblem(path + "quantity", "must be 1 or more"));
        }
        if (item.unitPrice() == null) {
            problems.add(new FieldProblem(path + "unit_price", "is required"));
        } else if (item.unitPrice().signum() < 0) {
            problems.add(new FieldProblem(path + "unit_price", "must be 0 or more"));
        } else if (item.unitPrice().compareTo(TOO_MUCH) >= 0) {
            problems.add(new FieldProblem(path + "unit_price", "must fit " + TOTAL_PRICE_DIGITS + " digits"));
        } else if (item.unitPrice().stripTrailingZeros().scale() > CENTS) {
            problems.add(new FieldProblem(path + "unit_price", "must have at most two decimals"));
        }
    }

    private static OrderLine line(Item item) {
        return new OrderLine(
                item.productId(), item.quantity(), item.unitPrice().setScale(CENTS, RoundingMode.UNNECESSARY));
    }
}
