package io.orderflow.ordering.view;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds the orders of a list, a page of it as fast as any other.
 *
 * <p>What is asked for, where a page begins, and in which order it is, are all said by the columns of one index, compared as a
 * whole, so that only this index will do. Where PostgreSQL is told of one status or product, or of a time, by itself, and believes
 * that there are many such orders, it looks for the first ones among all orders, and reads all of them when there are few, or when
 * they come last. A product within a time is looked for among the orders of the time, or, where PostgreSQL believes that it has
 * few, among its own; a status of a product among those of the product; all that a customer asks for among its own orders.
 */
@Component
class OrderSearch {

    /** Before any order of the same time. */
    private static final long FIRST = 0;

    private static final String IS_OF_THE_TIME = "(o.created_at, o.id) > (:since, :last) and o.created_at < :to";

    private static final String HAS_PRODUCT =
            "exists (select 1 from order_view_line l where l.order_id = o.id and l.product_id = :product)";

    private final EntityManager entities;

    OrderSearch(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A page of a list: by id, or, if the list is of a time, by the time at which orders were placed, those of the same by id.
     *
     * @param after the id of the order that comes before the page; null for the first. Nothing comes after an order that is not
     *     there in a list of a time.
     */
    @SuppressWarnings("unchecked")
    List<OrderView> page(OrderFilter filter, Long after, int skip, int limit) {
        Instant since = since(filter);
        long last = after == null ? FIRST : after;
        if (filter.isOfATime() && after != null) {
            OrderView before = entities.find(OrderView.class, after);
            if (before == null || (filter.customer() != null && !before.isOf(filter.customer()))) {
                return List.of();
            }
            boolean begun = !before.createdAt().isBefore(since);
            since = begun ? before.createdAt() : since;
            last = begun ? after : FIRST;
        }
        String sql = "select o.* " + those(filter) + " order by " + order(filter);
        return with(parameters(filter, since, last), entities.createNativeQuery(sql, OrderView.class))
                .setFirstResult(skip)
                .setMaxResults(limit)
                .getResultList();
    }

    /** How many orders the list has. All of them are counted. */
    long count(OrderFilter filter) {
        Map<String, Object> parameters = parameters(filter, since(filter), FIRST);
        return (Long) with(parameters, entities.createNativeQuery("select count(*) " + those(filter), Long.class))
                .getSingleResult();
    }

    private static String those(OrderFilter filter) {
        if (filter.customer() != null) {
            return "from order_view o where o.customer <= :customer and "
                    + (filter.isOfATime()
                            ? "o.customer >= :customer and " + IS_OF_THE_TIME
                            : "(o.customer, o.id) > (:customer, :last)")
                    + (filter.status() == null ? "" : " and o.status = :status")
                    + (filter.productId() == null ? "" : " and " + HAS_PRODUCT);
        }
        if (filter.isOfATime()) {
            return "from order_view o where "
                    + (filter.status() == null
                            ? IS_OF_THE_TIME
                            : "(o.status, o.created_at, o.id) > (:status, :since, :last)"
                                    + " and (o.status, o.created_at) < (:status, :to)")
                    + (filter.productId() == null ? "" : " and " + HAS_PRODUCT);
        }
        if (filter.productId() != null) {
            return "from order_view_line l join order_view o on o.id = l.order_id"
                    + " where (l.product_id, l.order_id) > (:product, :last) and l.product_id <= :product"
                    + (filter.status() == null ? "" : " and o.status = :status");
        }
        return "from order_view o where "
                + (filter.status() == null
                        ? "o.id > :last"
                        : "(o.status, o.id) > (:status, :last) and o.status <= :status");
    }

    private static String order(OrderFilter filter) {
        if (filter.customer() != null) {
            return filter.isOfATime() ? "o.created_at, o.id" : "o.customer, o.id";
        }
        if (filter.isOfATime()) {
            return filter.status() == null ? "o.created_at, o.id" : "o.status, o.created_at, o.id";
        }
        if (filter.productId() != null) {
            return "l.product_id, l.order_id";
        }
        return filter.status() == null ? "o.id" : "o.status, o.id";
    }

    private static Map<String, Object> parameters(OrderFilter filter, Instant since, long last) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("last", last);
        if (filter.isOfATime()) {
            parameters.put("since", since);
            parameters.put("to", Optional.ofNullable(filter.to()).orElse(OrderFilter.LATEST));
        }
        Optional.ofNullable(filter.customer()).ifPresent(customer -> parameters.put("customer", customer));
        Optional.ofNullable(filter.status()).ifPresent(status -> parameters.put("status", status.name()));
        Optional.ofNullable(filter.productId()).ifPresent(product -> parameters.put("product", product));
        return parameters;
    }

    private static Instant since(OrderFilter filter) {
        return Optional.ofNullable(filter.from()).orElse(OrderFilter.EARLIEST);
    }

    private static Query with(Map<String, Object> parameters, Query query) {
        parameters.forEach(query::setParameter);
        return query;
    }
}
