package io.orderflow.ordering.view;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface OrderViewRepository extends Repository<OrderView, Long> {

    Optional<OrderView> findById(long id);

    List<OrderView> findAllById(Iterable<Long> ids);

    List<OrderView> saveAll(Iterable<OrderView> views);
}
