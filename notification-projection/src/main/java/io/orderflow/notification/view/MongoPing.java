package io.orderflow.notification.view;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * Tells whether MongoDB answers. Spring Boot's own indicator, which this one replaces, asks with a command that not every
 * server of MongoDB's protocol knows.
 */
final class MongoPing implements HealthIndicator {

    private final MongoOperations mongo;

    MongoPing(MongoOperations mongo) {
        this.mongo = mongo;
    }

    @Override
    public Health health() {
        try {
            mongo.executeCommand("{ping: 1}");
            return Health.up().build();
        } catch (DataAccessException e) {
            return Health.down()
                    .withDetail("reason", "MongoDB does not answer: " + e.getMessage())
                    .build();
        }
    }
}
