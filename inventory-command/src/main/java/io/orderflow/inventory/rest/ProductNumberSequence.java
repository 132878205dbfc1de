package io.orderflow.inventory.rest;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Numbers for new products: ascending, each given out once. */
@Component
class ProductNumberSequence {

    private final JdbcTemplate jdbc;

    ProductNumberSequence(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    long next() {
        return jdbc.queryForObject("SELECT nextval('product_number_seq')", Long.class);
    }
}
