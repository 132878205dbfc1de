package io.orderflow.eventstore.transaction;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.PGProperty;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Gives migrations connections of their own: those of the application give up a transaction, and a statement that does not
 * answer, long before a large table is migrated.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration")
@ConditionalOnClass({Flyway.class, FlywayConfigurationCustomizer.class, HikariDataSource.class})
public class MigrationAutoConfiguration {

    @Bean
    FlywayConfigurationCustomizer connectionsForMigrations() {
        return flyway -> {
            DataSource given = flyway.getDataSource();
            if (given instanceof HikariDataSource pool) {
                flyway.dataSource(new UnlimitedConnections(outside(pool)));
            } else if (given instanceof SimpleDriverDataSource) { // of an address that is Flyway's alone
                flyway.dataSource(new UnlimitedConnections(given));
            }
        };
    }

    private static SimpleDriverDataSource outside(HikariDataSource pool) {
        SimpleDriverDataSource connections = DataSourceBuilder.derivedFrom(pool)
                .type(SimpleDriverDataSource.class)
                .build();
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        properties.remove(PGProperty.SOCKET_TIMEOUT.getName());
        connections.setConnectionProperties(properties);
        return connections;
    }
}
