package io.orderflow.ordering.view;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface OrderViews extends Repository<OrderView, Long> {

    Optional<OrderView> findById(long id);

    OrderView save(OrderView view);

    @Query("from OrderView o where :status is null or o.status = :status order by o.id limit :limit offset :skip")
    List<OrderView> list(OrderStatus status, int skip, int limit);
}
