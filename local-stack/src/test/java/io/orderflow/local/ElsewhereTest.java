package io.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElsewhereTest {

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
        assertThat(new Elsewhere(Map.of("SPRING_DATASOURCE_URL", url)).jdbcUrl("orders"))
                .isEqualTo(ofOrders);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://db:3306/", "db:5432", "postgres://db:5432/", "jdbc:postgresql:orders"})
    void anAddressThatNamesNoServerIsRefusedWithAnExample(String url) {
        Elsewhere elsewhere = new Elsewhere(Map.of("SPRING_DATASOURCE_URL", url));

        assertThatThrownBy(() -> elsewhere.jdbcUrl("orders"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(url)
                .hasMessageContaining("e.g. jdbc:postgresql://db:5432/");
    }

    @Test
    void whatIsNotNamedRunsHere() {
        assertThat(new Elsewhere(Map.of("SPRING_DATASOURCE_URL", " ", "SPRING_RABBITMQ_HOST", "")))
                .matches(elsewhere -> !elsewhere.hasPostgres() && !elsewhere.hasBroker() && !elsewhere.hasMongo());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPRING_RABBITMQ_HOST", "SPRING_RABBITMQ_ADDRESSES"})
    void aBrokerCanBeNamedInTwoWays(String variable) {
        assertThat(new Elsewhere(Map.of(variable, "rabbit")).hasBroker()).isTrue();
    }

    @Test
    void databasesAreNamedOneByOne() {
        Elsewhere postgres = new Elsewhere(Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://db/"));
        Elsewhere mongo = new Elsewhere(Map.of("SPRING_MONGODB_URI", "mongodb://db/notifications"));

        assertThat(postgres.hasPostgres()).isTrue();
        assertThat(postgres.hasMongo()).isFalse();
        assertThat(mongo.hasMongo()).isTrue();
        assertThat(mongo.hasPostgres()).isFalse();
    }
}
