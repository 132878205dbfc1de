package io.orderflow.system.rebuild;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.host.FileTrees;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.mongo.MongoStandIn;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import io.orderflow.system.load.Load;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The notifications are built anew from the services' history, over the broker, and nobody notices. */
@ExtendWith(RunningSystem.class)
class NotificationRebuildIT {

    private static final String PROJECTION = "/projections/notifications";

    /** More than fits between a service that sends history and a projection that cannot store it. */
    private static final int MUCH_HISTORY = 12_000;

    private static final int FULL_QUEUE = 5_000;

    private final Orderflow orderflow;
    private List<JsonNode> before;
    private Optional<MongoStandIn> stopped = Optional.empty();

    NotificationRebuildIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @BeforeEach
    void somethingToTell() throws Exception {
        long product = orderflow.addProduct("Vase", 20);
        for (int i = 0; i < 25; i++) {
            orderflow.notificationsOf(orderflow.placed(line(product, 1)));
        }
        if (warningsInHistory() < MUCH_HISTORY) {
            warnALot();
        }
        before = settledNotifications();
    }

    /** For the tests that come after one that failed in the middle. */
    @AfterEach
    void mongoRuns() {
        stopped.ifPresent(MongoStandIn::start);
    }

    @Test
    void givesTheSameWhileOrdersGoOn() throws Exception {
        long product = orderflow.addProduct("Bowl", 100_000);
        List<Long> accepted;
        try (Load load = new Load(orderflow, List.of(product))) {
            String rebuild = startRebuild();
            assertThat(orderflow
                            .post(Service.NOTIFICATION_PROJECTION, PROJECTION + "/rebuild", "")
                            .status())
                    .isEqualTo(409);
            ended(rebuild, "finished");
            load.stop(PATIENCE);
            accepted = load.accepted();
        }

        accepted.forEach(order -> assertThat(orderflow.notificationsOf(order)).hasSize(1));
        List<JsonNode> after = settledNotifications();
        assertThat(after).containsAll(before).doesNotHaveDuplicates();
        assertThat(after).hasSize(before.size() + accepted.size());
        assertNothingIsLeft();
    }

    @Test
    void survivesAKillOfTheProjection() throws Exception {
        String rebuild = startedAndHalfSent();
        orderflow.stack().service(Service.NOTIFICATION_PROJECTION).kill();
        orderflow.mongo().start();

        ended(rebuild, "finished");
        assertThat(settledNotifications()).isEqualTo(before);
        assertNothingIsLeft();
    }

    @Test
    void survivesAKillOfTheServiceWhoseHistoryIsSent() throws Exception {
        String rebuild = startedAndHalfSent();
        ServiceProcess inventory = orderflow.stack().service(Service.INVENTORY_COMMAND);
        inventory.kill();
        orderflow.mongo().start();

        ended(rebuild, "finished");
        assertThat(settledNotifications()).isEqualTo(before);
        inventory.awaitHealthy();
    }

    @Test
    void survivesARestartOfTheBroker() throws Exception {
        String rebuild = startedAndHalfSent();
        orderflow.stack().broker().stop();
        orderflow.stack().broker().start();
        orderflow.mongo().start();

        ended(rebuild, "finished");
        assertThat(settledNotifications()).isEqualTo(before);
    }

    @Test
    void failsWhenHistoryIsDestroyedOnItsWayAndCanBeStartedAgain() throws Exception {
        String rebuild = startedAndHalfSent();
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.channel().queuePurge(queueOf(rebuild));
        }
        orderflow.mongo().start();

        JsonNode failed = ended(rebuild, "failed");
        assertThat(failed.get("reason").asString()).contains("did not arrive");
        assertThat(settledNotifications()).isEqualTo(before);
        assertNothingIsLeft();

        ended(startRebuild(), "finished");
        assertThat(settledNotifications()).isEqualTo(before);
    }

    @Test
    void bringsBackWhatWasDeletedWithAllOfMongo() throws Exception {
        MongoStandIn mongo = orderflow.mongo();
        mongo.stop();
        FileTrees.delete(RunningSystem.data().resolve("mongo"));
        mongo.start();
        orderflow.stack().service(Service.NOTIFICATION_PROJECTION).awaitHealthy();
        assertThat(orderflow.all(Service.NOTIFICATION_PROJECTION, "/notifications"))
                .isEmpty();

        ended(startRebuild(), "finished");

        assertThat(settledNotifications()).isEqualTo(before);
    }

    @Test
    void isKnownByItsName() {
        assertThat(orderflow
                        .post(Service.NOTIFICATION_PROJECTION, "/projections/rumours/rebuild", "")
                        .status())
                .isEqualTo(404);
        assertThat(orderflow
                        .get(Service.NOTIFICATION_PROJECTION, PROJECTION + "/rebuilds/999")
                        .status())
                .isEqualTo(404);
    }

    /**
     * A rebuild of which some history has been sent and some has not, for certain: the projection cannot store anything,
     * as MongoDB is stopped, and the services wait, as the rebuild's queue is full.
     */
    private String startedAndHalfSent() throws Exception {
        stopped = Optional.of(orderflow.mongo());
        try (Connection inventory = inventoryDatabase();
                Rabbit rabbit = new Rabbit(orderflow.stack())) {
            inventory.setAutoCommit(false);
            inventory.createStatement().execute("LOCK TABLE replay IN ACCESS EXCLUSIVE MODE");
            String rebuild = startRebuild();
            await("history of the service that is not held up").atMost(PATIENCE).until(() -> processedBy(rebuild) > 0);
            stopped.get().stop();
            inventory.commit();
            await("a full queue")
                    .atMost(PATIENCE)
                    .until(() -> rabbit.channel().messageCount(queueOf(rebuild)) > FULL_QUEUE);
            return rebuild;
        }
    }

    private long processedBy(String rebuild) {
        return orderflow
                .get(Service.NOTIFICATION_PROJECTION, rebuild)
                .body()
                .get("processed")
                .asLong();
    }

    private boolean exists(String queue) throws Exception {
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.channel().queueDeclarePassive(queue);
            return true;
        } catch (IOException e) {
            return false; // the broker has closed the channel: there is no such queue
        }
    }

    private String startRebuild() {
        JsonResponse started = orderflow.post(Service.NOTIFICATION_PROJECTION, PROJECTION + "/rebuild", "");
        assertThat(started.status()).as("%s", started.body()).isEqualTo(202);
        return started.location();
    }

    private JsonNode ended(String rebuild, String state) {
        return await("the end of " + rebuild)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> orderflow
                                .get(Service.NOTIFICATION_PROJECTION, rebuild)
                                .body(),
                        progress -> progress.path("state").asString("").equals(state));
    }

    private static String queueOf(String rebuild) {
        return "notifications_rebuild_" + rebuild.substring(rebuild.lastIndexOf('/') + 1);
    }

    private void assertNothingIsLeft() throws Exception {
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            assertThat(rabbit.channel().messageCount(Topology.NOTIFICATIONS)).isZero();
        }
        for (int id = 1; id < 20; id++) {
            assertThat(exists("notifications_rebuild_" + id)).isFalse();
        }
    }

    /** All notifications, when no more are on their way. */
    private List<JsonNode> settledNotifications() throws Exception {
        long expected = warningsInHistory();
        orderflow.stack().services().forEach(ServiceProcess::awaitHealthy);
        return await("the last notification")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> orderflow.all(Service.NOTIFICATION_PROJECTION, "/notifications"),
                        notifications -> areWhole(notifications, expected) && nothingWaits());
    }

    private boolean nothingWaits() {
        return orderflow
                        .get(Service.NOTIFICATION_PROJECTION, "/projections")
                        .rows()
                        .get(0)
                        .get("behind")
                        .asLong()
                == 0;
    }

    /** Pages that were read while something was added repeat some of it. */
    private static boolean areWhole(List<JsonNode> notifications, long warnings) {
        return notifications.stream().distinct().count() == notifications.size()
                && notifications.stream()
                                .filter(notification ->
                                        notification.get("message").asString().contains("Ancient"))
                                .count()
                        == warnings;
    }

    /** Puts events into inventory's history that nobody has to do anything about. */
    private void warnALot() throws Exception {
        try (Connection inventory = inventoryDatabase();
                var insert = inventory.prepareStatement(
                        "INSERT INTO domain_event_entry SELECT nextval('domain_event_entry_seq'), ?, number, 'Product',"
                                + " gen_random_uuid(), to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),"
                                + " 'StockRanLow', '1',"
                                + " convert_to(format('{\"productId\":%s,\"name\":\"Ancient\",\"stock\":3}', ?::bigint), 'UTF8'),"
                                + " convert_to('{}', 'UTF8') FROM generate_series(0, ? - 1) AS number")) {
            long product = ThreadLocalRandom.current().nextLong(1_000_000, Long.MAX_VALUE);
            insert.setString(1, "product-" + product);
            insert.setLong(2, product);
            insert.setInt(3, MUCH_HISTORY);
            insert.execute();
        }
    }

    private long warningsInHistory() throws Exception {
        try (Connection inventory = inventoryDatabase();
                var count = inventory
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM domain_event_entry WHERE payload_type = 'StockRanLow'"
                                + " AND convert_from(payload, 'UTF8') LIKE '%Ancient%'")) {
            count.next();
            return count.getLong(1);
        }
    }

    private Connection inventoryDatabase() throws Exception {
        return orderflow.database(Service.INVENTORY_COMMAND);
    }
}
