package io.orderflow.eventstore.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.relay.sample.RelayApplication;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The same where read models are kept by JPA, which brings the transactions then. */
@SpringBootTest(
        classes = RelayApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME, RelayApplication.EXCHANGE})
class EventTransactionsOfJpaTest extends EventTransactionsTest {

    @Autowired
    private PlatformTransactionManager transactionManager;

    @Test
    void theTransactionsAreThoseOfJpa() {
        assertThat(transactionManager).isInstanceOf(JpaTransactionManager.class);
    }
}
