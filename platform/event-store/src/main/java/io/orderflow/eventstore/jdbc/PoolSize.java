package io.orderflow.eventstore.jdbc;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.core.JdbcTemplate;

/** How many connections to the database an instance may have. */
public final class PoolSize {

    private PoolSize() {}

    /** Lets it have some more, as each thread more may need one. */
    public static void add(JdbcTemplate jdbc, int more) {
        HikariDataSource pool =
                DataSourceUnwrapper.unwrap(jdbc.getDataSource(), HikariConfigMXBean.class, HikariDataSource.class);
        if (pool != null && more > 0) {
            pool.setMaximumPoolSize(pool.getMaximumPoolSize() + more);
        }
    }
}
