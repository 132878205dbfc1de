package io.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.local.host.StackException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalServersTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/, jdbc:postgresql://db:5432/orders",
        "jdbc:postgresql://db:5432, jdbc:postgresql://db:5432/orders",
        "jdbc:postgresql://db, jdbc:postgresql://db/orders",
        "jdbc:postgresql://db:5432/postgres, jdbc:postgresql://db:5432/orders",
        "jdbc:postgresql://db:5432/postgres?sslmode=require, jdbc:postgresql://db:5432/orders?sslmode=require",
        "jdbc:postgresql://db?a=/b&c=d, jdbc:postgresql://db/orders?a=/b&c=d",
        "jdbc:postgresql://[::1]:5432/x, jdbc:postgresql://[::1]:5432/orders",
        "'jdbc:postgresql://a:1,b:2/x', 'jdbc:postgresql://a:1,b:2/orders'"
    })
    void eachServiceHasItsDatabaseOnTheServerThatIsNamed(String url, String ofOrders) {
        assertThat(new ExternalServers(Map.of("SPRING_DATASOURCE_URL", url)).jdbcUrl("orders"))
                .isEqualTo(ofOrders);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://db:3306/", "db:5432", "postgres://db:5432/", "jdbc:postgresql:orders"})
    void anAddressThatNamesNoServerIsRefusedWithAnExample(String url) {
        ExternalServers servers = new ExternalServers(Map.of("SPRING_DATASOURCE_URL", url));

        assertThatThrownBy(() -> servers.jdbcUrl("orders"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(url)
                .hasMessageContaining("e.g. jdbc:postgresql://db:5432/");
    }

    @Test
    void whatIsNotNamedRunsHere() {
        assertThat(new ExternalServers(Map.of("SPRING_DATASOURCE_URL", " ", "SPRING_RABBITMQ_HOST", "")))
                .matches(servers -> !servers.hasPostgres() && !servers.hasBroker() && !servers.hasMongo());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPRING_RABBITMQ_HOST", "SPRING_RABBITMQ_ADDRESSES"})
    void aBrokerCanBeNamedInTwoWays(String variable) {
        assertThat(new ExternalServers(Map.of(variable, "rabbit")).hasBroker()).isTrue();
    }

    @Test
    void databasesAreNamedOneByOne() {
        ExternalServers postgres = new ExternalServers(Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://db/"));
        ExternalServers mongo = new ExternalServers(Map.of("SPRING_MONGODB_URI", "mongodb://db/notifications"));

        assertThat(postgres.hasPostgres()).isTrue();
        assertThat(postgres.hasMongo()).isFalse();
        assertThat(mongo.hasMongo()).isTrue();
        assertThat(mongo.hasPostgres()).isFalse();
    }
}
