package io.orderflow.notification.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MongoSettingsTest {

    @Test
    void givenAnAddressThatAsksForLess_whenConnected_thenMajorityJournalAndPrimaryAllTheSame() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MongoAutoConfiguration.class))
                .withBean(
                        MongoClientSettingsBuilderCustomizer.class,
                        () -> new NotificationProjectionConfiguration().durableAndImpatient())
                .withPropertyValues(
                        "spring.mongodb.uri=mongodb://127.0.0.1:1/notifications?w=1&journal=false&readPreference=secondary")
                .run(context -> {
                    MongoClient client = context.getBean(MongoClient.class);
                    assertThat(client.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
                    assertThat(client.getReadPreference()).isEqualTo(ReadPreference.primary());
                });
    }
}
