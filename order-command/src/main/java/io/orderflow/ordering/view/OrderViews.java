package io.orderflow.ordering.view;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface OrderViews extends Repository<OrderView, Long> {

    Optional<OrderView> findById(long id);

    List<OrderView> findAllById(Iterable<Long> ids);

    List<OrderView> saveAll(Iterable<OrderView> views);

    @Query("from OrderView o order by o.id limit :limit offset :skip")
    List<OrderView> list(int skip, int limit);

    @Query("from OrderView o where o.status = :status order by o.id limit :limit offset :skip")
    List<OrderView> listWithStatus(OrderStatus status, int skip, int limit);
}
