package io.orderflow.notification.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.BulkWriteUpsert;
import io.orderflow.notification.wording.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.index.IndexInfo;

class NotificationCollectionTest {

    private static final String NAME = "some_notifications";
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.123Z");

    private final MongoOfTests mongo = new MongoOfTests();
    private final NotificationCollection notifications = new NotificationCollection(mongo.operations(), NAME);

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void givenNothing_whenListed_thenAnEmptyList() {
        assertThat(notifications.list(null, 0, 10)).isEmpty();
        assertThat(notifications.listOfOrder(null, 1)).isEmpty();
    }

    @Test
    void givenNotifications_whenAdded_thenTheyAreThereAsTheyWere() {
        Notification ofOrder = confirmed("e1", 1, NOON);
        Notification ofProduct = new Notification(
                "e2", null, 3L, "out_of_stock", "Product 3 (Taſtatur ⌨️) is out of stock", NOON.plusMillis(1));

        notifications.addMissing(List.of(ofOrder, ofProduct));

        assertThat(notifications.list(null, 0, 10)).containsExactly(ofProduct, ofOrder);
    }

    @Test
    void givenOneThatIsThere_whenItComesAgain_thenItStaysAsItIs() {
        Notification first = confirmed("e1", 1, NOON);
        notifications.addMissing(List.of(first));

        int before =
                notifications.addMissing(List.of(confirmed("e1", 9, NOON.plusSeconds(1)), confirmed("e2", 2, NOON)));

        assertThat(before).isEqualTo(1);

        assertThat(notifications.list(null, 0, 10)).containsExactly(confirmed("e2", 2, NOON), first);
    }

    @Test
    void givenOneTwiceInABatch_whenAdded_thenItIsThereOnce() {
        Notification twice = confirmed("e1", 1, NOON);

        int before = notifications.addMissing(List.of(twice, confirmed("e2", 2, NOON), twice));

        assertThat(before).isEqualTo(1);

        assertThat(notifications.list(null, 0, 10)).containsExactly(confirmed("e2", 2, NOON), twice);
    }

    @Test
    void givenNoneToAdd_whenAdded_thenNothingHappens() {
        notifications.addMissing(List.of());

        assertThat(mongo.operations().collectionExists(NAME)).isFalse();
    }

    @Test
    void givenThemAddedInAnyOrder_whenListed_thenNewestFirst() {
        List<Notification> all = new ArrayList<>(IntStream.range(0, 20)
                .mapToObj(i -> confirmed("e" + i, i, NOON.plusSeconds(i)))
                .toList());
        Collections.shuffle(all, new Random(7));

        notifications.addMissing(all);

        assertThat(notifications.list(null, 0, 100))
                .isSortedAccordingTo(
                        Comparator.comparing(Notification::createdAt).reversed())
                .hasSize(20);
    }

    @Test
    void givenManyOfOneMillisecond_whenReadPageByPage_thenEachIsOnOnePage() {
        List<Notification> all = IntStream.range(0, 25)
                .mapToObj(i -> confirmed("e" + i, i, NOON))
                .toList();
        notifications.addMissing(all);

        List<Notification> pages = new ArrayList<>();
        for (int skip = 0; skip < 30; skip += 10) {
            List<Notification> page = notifications.list(null, skip, 10);
            assertThat(page).hasSize(Math.min(10, 25 - skip));
            pages.addAll(page);
        }

        assertThat(pages).containsExactlyInAnyOrderElementsOf(all).isEqualTo(notifications.list(null, 0, 25));
        assertThat(notifications.list(null, 25, 10)).isEmpty();
    }

    @Test
    void givenSeveralOrders_whenAskedForOne_thenItsOwnNewestFirst() {
        notifications.addMissing(List.of(
                confirmed("e1", 1, NOON),
                confirmed("e2", 2, NOON.plusSeconds(1)),
                confirmed("e3", 1, NOON.plusSeconds(2)),
                new Notification("e4", null, 1L, "out_of_stock", "Product 1 (Laptop) is out of stock", NOON)));

        assertThat(notifications.listOfOrder(null, 1))
                .extracting(Notification::id)
                .containsExactly("e3", "e1");
    }

    @Test
    void givenTwoCollections_whenOneIsWritten_thenTheOtherIsNot() {
        notifications.addMissing(List.of(confirmed("e1", 1, NOON)));

        assertThat(new NotificationCollection(mongo.operations(), "others").list(null, 0, 10))
                .isEmpty();
    }

    @Test
    void givenTheFirstNotification_whenAdded_thenWhatIsAskedForHasAnIndex() {
        notifications.addMissing(List.of(confirmed("e1", 1, NOON)));

        assertThat(mongo.operations().indexOps(NAME).getIndexInfo())
                .extracting(IndexInfo::getName)
                .contains("created_at_-1__id_-1", "order_id_1_created_at_-1__id_-1", "customer_1_created_at_-1__id_-1");
    }

    @Test
    void givenTheFirstNotification_whenAdded_thenItsFieldsAreNamedAsInTheContract() {
        notifications.addMissing(List.of(confirmed("e1", 1, NOON)));

        assertThat(mongo.operations().findById("e1", Document.class, NAME))
                .containsEntry("order_id", 1L)
                .containsEntry("status", "confirmed")
                .containsEntry("message", "Order 1 has been confirmed")
                .containsKeys("product_id", "created_at");
    }

    @Test
    void givenNotificationsOfCustomers_whenOneAsks_thenItsOwn() {
        Notification ofAnna = confirmed("e1", 1, NOON, "anna");
        Notification ofBen = confirmed("e2", 2, NOON, "ben");
        Notification ofNobody = confirmed("e3", 3, NOON);

        notifications.addMissing(List.of(ofAnna, ofBen, ofNobody));

        assertThat(notifications.list("anna", 0, 10)).containsExactly(ofAnna);
        assertThat(notifications.list("carl", 0, 10)).isEmpty();
        assertThat(notifications.list(null, 0, 10)).containsExactly(ofNobody, ofBen, ofAnna);
        assertThat(notifications.listOfOrder("anna", 1)).containsExactly(ofAnna);
        assertThat(notifications.listOfOrder("anna", 2)).isEmpty();
        assertThat(notifications.listOfOrder("anna", 3)).isEmpty();
        assertThat(mongo.operations().findById("e3", Document.class, NAME)).doesNotContainKey("customer");
    }

    @Test
    void givenAServerThatIsAway_whenAdded_thenAnError() {
        mongo.stop();

        assertThatThrownBy(() -> notifications.addMissing(List.of(confirmed("e1", 1, NOON))))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void givenAServerThatReportsNoErrorButStoresLess_whenAdded_thenAnError() {
        List<Notification> three =
                List.of(confirmed("e1", 1, NOON), confirmed("e2", 2, NOON), confirmed("e3", 3, NOON));

        NotificationCollection incomplete = givenAServerThatStores(1, 1);

        assertThatThrownBy(() -> incomplete.addMissing(three))
                .isInstanceOf(DataAccessResourceFailureException.class)
                .hasMessage("Only 2 of 3 notifications are stored");
    }

    @Test
    void givenAServerThatFoundSomeAndAddedTheOthers_whenAdded_thenAllIsWell() {
        NotificationCollection complete = givenAServerThatStores(1, 1);

        complete.addMissing(List.of(confirmed("e1", 1, NOON), confirmed("e2", 2, NOON), confirmed("e1", 1, NOON)));
    }

    private static NotificationCollection givenAServerThatStores(int found, int added) {
        List<BulkWriteUpsert> upserts = IntStream.range(0, added)
                .mapToObj(i -> new BulkWriteUpsert(i, new BsonString("e" + i)))
                .toList();
        MongoOperations operations = mock(MongoOperations.class, RETURNS_DEEP_STUBS);
        BulkOperations bulk = mock(BulkOperations.class);
        when(operations.bulkOps(any(BulkMode.class), any(Class.class), anyString()))
                .thenReturn(bulk);
        when(bulk.execute()).thenReturn(BulkWriteResult.acknowledged(0, found, 0, 0, upserts, List.of()));
        return new NotificationCollection(operations, NAME);
    }

    private static Notification confirmed(String id, long order, Instant createdAt, String customer) {
        return new Notification(
                id, order, null, "confirmed", "Order " + order + " has been confirmed", createdAt, customer);
    }

    private static Notification confirmed(String id, long order, Instant createdAt) {
        return new Notification(id, order, null, "confirmed", "Order " + order + " has been confirmed", createdAt);
    }
}
