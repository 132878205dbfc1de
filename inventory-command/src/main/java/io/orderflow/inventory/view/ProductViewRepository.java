package io.orderflow.inventory.view;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface ProductViewRepository extends Repository<ProductView, Long> {

    Optional<ProductView> findById(long id);

    List<ProductView> findAllByOrderById();

    List<ProductView> findAllById(Iterable<Long> ids);

    List<ProductView> saveAll(Iterable<ProductView> views);
}
