package io.orderflow.inventory.view;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface ProductViews extends Repository<ProductView, Long> {

    Optional<ProductView> findById(long id);

    List<ProductView> findAllByOrderById();

    ProductView save(ProductView view);
}
