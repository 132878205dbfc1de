package io.orderflow.ordering.placement;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Numbers for new orders: ascending, each given out once. A number whose order fails is not given out again. */
@Component
class OrderNumberSequence {

    private final JdbcTemplate jdbc;

    OrderNumberSequence(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Long> next(int count) {
        return jdbc.queryForList("SELECT nextval('order_number_seq') FROM generate_series(1, ?)", Long.class, count);
    }
}
