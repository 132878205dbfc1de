package io.orderflow.ordering.view;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface OrderViewRepository extends Repository<OrderView, Long> {

    Optional<OrderView> findById(long id);

    List<OrderView> findAllById(Iterable<Long> ids);

    List<OrderView> saveAll(Iterable<OrderView> views);

    @Query("from OrderView o order by o.id limit :limit offset :skip")
    List<OrderView> list(int skip, int limit);

    /**
     * By a range of one status, and in the order of both columns, so that only the index of both will do. Where PostgreSQL
     * is told of one status, and believes that many orders are pending, it looks for the first ones among all orders, and
     * reads all of them when none is pending.
     */
    @Query(
            "from OrderView o where o.status between :status and :status order by o.status, o.id limit :limit offset :skip")
    List<OrderView> listWithStatus(OrderStatus status, int skip, int limit);
}
