package io.orderflow.ordering.rest;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Numbers for new orders: ascending, each given out once. A number whose order fails is not given out again. */
@Component
class OrderNumbers {

    private final JdbcTemplate jdbc;

    OrderNumbers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    long next() {
        return jdbc.queryForObject("SELECT nextval('order_number_seq')", Long.class);
    }
}
